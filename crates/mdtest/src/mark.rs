//! Marks: the comments at the end of a line of code that say what a review reports there.

/// A mark, and the line of its file that it speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it says.
    pub kind: MarkKind,
    /// The path of the file.
    pub path: String,
    /// The line in the file, from 1.
    pub line: u32,
}

/// What a mark says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// `# finding`: reported here.
    Finding {
        /// The rule; the page's own when absent.
        rule: Option<String>,
        /// What the message holds.
        text: Option<String>,
    },
    /// `# source`: the flow of a finding of the section starts here.
    Source,
    /// `# step`: the flow of a finding of the section passes here.
    Step,
    /// `# gap: why`: ought to be reported here, and is not.
    Gap(String),
    /// `# noise: why`: is reported here, and ought not to be.
    Noise(String),
}

/// The comment signs of a kind of file, each with what ends such a comment on its line (nothing: the line's end).
fn comments(path: &str) -> &'static [(&'static str, &'static str)] {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" | "htm" | "jinja" | "jinja2" | "j2" | "xml" => &[("{#", "#}"), ("<!--", "-->")],
        "js" | "ts" | "json" | "java" | "go" | "c" | "cc" | "cpp" | "cs" | "kt" | "rs" | "php" => &[("//", "")],
        _ => &[("#", "")],
    }
}

/// The marks at the end of a line of a file, and what is wrong with comments that look like marks and are none.
pub(crate) fn marks_of(path: &str, line: &str) -> Result<Vec<MarkKind>, String> {
    // A line of a cell is a string.
    let line = if path.strip_suffix(".ipynb").is_some() {
        line.trim_end().trim_end_matches(',').trim_end_matches('"').trim_end_matches("\\n")
    } else {
        line
    };
    for (open, close) in comments(path) {
        for (at, _) in line.match_indices(open) {
            let comment = line[at + open.len()..].trim_end();
            let comment = if close.is_empty() { Some(comment) } else { comment.strip_suffix(close) };
            let Some(comment) = comment else { continue };
            let marks = split(comment, open, close);
            if starts_a_mark(marks[0]) {
                return marks.into_iter().map(parse).collect();
            }
        }
    }
    Ok(Vec::new())
}

/// A comment with several marks (`# source  # step`) in its parts.
fn split<'a>(comment: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut rest = comment;
    loop {
        let next = rest.match_indices(open).find(|(at, _)| starts_a_mark(&rest[at + open.len()..]));
        let (part, after) = match next {
            Some((at, _)) => (&rest[..at], Some(&rest[at + open.len()..])),
            None => (rest, None),
        };
        parts.push(part.trim_end().strip_suffix(close).unwrap_or(part).trim());
        match after {
            Some(after) => rest = after,
            None => return parts,
        }
    }
}

/// Whether a comment is meant as a mark. Prose may begin with the words of `source` and `step`, not with the others.
fn starts_a_mark(comment: &str) -> bool {
    let comment = comment.trim_start();
    let word = comment.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    match word {
        "finding" | "gap" | "noise" => true,
        "source" | "step" => matches!(comment[word.len()..].trim_start().chars().next(), None | Some('#' | '-' | '/')),
        _ => false,
    }
}

/// One mark.
fn parse(text: &str) -> Result<MarkKind, String> {
    let word = text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let rest = text[word.len()..].trim();
    match word {
        "source" if rest.is_empty() => Ok(MarkKind::Source),
        "step" if rest.is_empty() => Ok(MarkKind::Step),
        "gap" | "noise" => match rest.strip_prefix(':').map(str::trim) {
            Some(why) if !why.is_empty() && word == "gap" => Ok(MarkKind::Gap(why.to_owned())),
            Some(why) if !why.is_empty() => Ok(MarkKind::Noise(why.to_owned())),
            _ => Err(format!("a `{word}` mark tells why: `{word}: why`")),
        },
        "finding" => finding(rest).ok_or_else(|| {
            format!(
                "`{text}` is no mark; it is `finding`, `finding: rule`, `finding \"text\"` or `finding: rule \"text\"`"
            )
        }),
        _ => Err(format!("`{text}` is no mark")),
    }
}

/// What follows the word `finding`: a rule, a text, both or neither.
fn finding(rest: &str) -> Option<MarkKind> {
    let (rule, text) = match rest.split_once('"') {
        Some((rule, text)) => (rule.trim(), Some(text.strip_suffix('"')?.to_owned())),
        None => (rest, None),
    };
    let rule = match rule.strip_prefix(':') {
        Some(rule) => Some(rule.trim()).filter(|rule| is_id(rule))?,
        None if rule.is_empty() => return Some(MarkKind::Finding { rule: None, text }),
        None => return None,
    };
    Some(MarkKind::Finding { rule: Some(rule.to_owned()), text })
}

/// Whether a word can be a rule's id.
fn is_id(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(line: &str) -> MarkKind {
        let mut marks = marks_of("a.py", line).unwrap();
        assert_eq!(marks.len(), 1, "{line}");
        marks.remove(0)
    }

    #[test]
    fn a_finding_names_rule_and_text() {
        assert_eq!(one("f(x)  # finding"), MarkKind::Finding { rule: None, text: None });
        assert_eq!(one("f(x)  # finding: weak-hash"), MarkKind::Finding { rule: Some("weak-hash".into()), text: None });
        assert_eq!(one("f(x)  # finding \"a b\""), MarkKind::Finding { rule: None, text: Some("a b".into()) });
        assert_eq!(
            one("f(x)  # finding: weak-hash \"md5\""),
            MarkKind::Finding { rule: Some("weak-hash".into()), text: Some("md5".into()) }
        );
    }

    #[test]
    fn a_line_may_carry_several_marks() {
        let marks = marks_of("a.py", "sink(source())  # source  # finding").unwrap();
        assert_eq!(marks, [MarkKind::Source, MarkKind::Finding { rule: None, text: None }]);
        let marks = marks_of("a.py", "f(x)  # gap: needs # of rows  # step").unwrap();
        assert_eq!(marks, [MarkKind::Gap("needs # of rows".into()), MarkKind::Step]);
    }

    #[test]
    fn a_sign_inside_a_text_is_no_comment() {
        assert_eq!(one("f(\"# source of x #\" + x)  # finding"), MarkKind::Finding { rule: None, text: None });
        assert!(marks_of("a.py", "color = '#fff'").unwrap().is_empty());
    }

    #[test]
    fn prose_is_no_mark() {
        assert!(marks_of("a.py", "x = 1  # step 2 of the plan").unwrap().is_empty());
        assert!(marks_of("a.py", "x = 1  # source of all evil").unwrap().is_empty());
    }

    #[test]
    fn a_half_mark_is_refused() {
        for line in ["x  # gap", "x  # noise:", "x  # finding here", "x  # finding: Weak Hash", "x  # finding \"a"] {
            assert!(marks_of("a.py", line).is_err(), "{line}");
        }
    }

    #[test]
    fn templates_have_comments_of_their_own() {
        for line in ["<p>{{ x|safe }}</p> {# finding #}", "<p>{{ x|safe }}</p> <!-- finding -->"] {
            assert_eq!(marks_of("a.html", line).unwrap(), [MarkKind::Finding { rule: None, text: None }]);
        }
    }
}
