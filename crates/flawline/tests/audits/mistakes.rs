//! Mistakes that a program makes in findings that are right, and what has to come of each.
//!
//! A finding that is right, and that is judged so, is written down again in a plain form: title, id, file, line, and the line of
//! code as a quote. Then one thing of it is made wrong, and what the audit has to say follows from what was done.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::case::{Case, places, weaknesses, word};

/// What is made wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mistake {
    /// Nothing: the plain form says what the review said.
    None,
    /// The line is another one.
    Line,
    /// The line is one that the file does not have.
    End,
    /// The id is one of another weakness, and nothing else says what is meant.
    Id,
    /// The id is one of another weakness, and the name is still right.
    IdAlone,
    /// A letter of the quote is another one.
    Letter,
    /// The file is called otherwise.
    File,
    /// The file and the quote are made up.
    Invented,
}

impl Mistake {
    pub(crate) const ALL: [Self; 8] =
        [Self::None, Self::Line, Self::End, Self::Id, Self::IdAlone, Self::Letter, Self::File, Self::Invented];

    /// The verdict that has to come of it, and the words for path, line and quote.
    fn outcome(self) -> (&'static str, [&'static str; 3]) {
        let exact = ["exact", "holds-the-quote", "found"];
        match self {
            Self::None => ("accept", exact),
            Self::Line => ("accept-with-correction", ["exact", "shifted", "found"]),
            Self::End => ("accept-with-correction", ["exact", "beyond-end-of-file", "found"]),
            Self::Id => ("reject", exact),
            Self::IdAlone => ("accept-with-correction", exact),
            Self::Letter => ("accept", ["exact", "holds-the-quote", "altered"]),
            Self::File => ("accept-with-correction", ["no-such-file", "holds-the-quote", "found"]),
            Self::Invented => ("reject", ["no-such-file", "quote-absent", "absent"]),
        }
    }
}

/// A mistake that was made, and what came of it.
pub(crate) struct Tried {
    pub(crate) mistake: Mistake,
    /// The plain form with the mistake.
    written: String,
    verdict: String,
    place: Vec<[String; 3]>,
    reason: String,
}

impl Tried {
    pub(crate) fn is_right(&self) -> bool {
        let (verdict, place) = self.mistake.outcome();
        self.verdict == verdict && self.place.len() == 1 && self.place[0] == place
    }

    /// Whether it is accepted as it is, though it has to be corrected or rejected.
    pub(crate) fn is_let_through(&self) -> bool {
        let (verdict, _) = self.mistake.outcome();
        self.verdict == "accept" && verdict != "accept" || self.verdict.starts_with("accept") && verdict == "reject"
    }

    pub(crate) fn text(&self) -> String {
        let Self { mistake, written, verdict, place, reason } = self;
        format!("{mistake:?}: {verdict} {place:?}: {reason}\n{written}")
    }
}

/// A finding in plain form.
#[derive(Clone)]
struct Plain {
    title: String,
    id: i64,
    path: String,
    line: usize,
    quote: String,
}

impl Plain {
    fn written(&self, number: usize) -> String {
        let Self { title, id, path, line, quote } = self;
        format!(
            "### F{number}: {title} (CWE-{id})\n\n**File:** `{path}`\n**Line:** {line}\n\n```python\n{quote}\n```\n\n"
        )
    }
}

/// Makes all mistakes in the right findings of a case.
pub(crate) fn tried(case: &Case) -> Vec<Tried> {
    let judged = case.audited(&case.review());
    let known: BTreeSet<i64> = judged.iter().flat_map(weaknesses).map(|(id, _)| id).collect();
    let right = case.expected.iter().zip(&judged).filter(|(expected, judged)| {
        expected.verdict == "accept" && word(judged, "verdict") == "accept" && word(judged, "stance") == "accuses"
    });
    let mut made: Vec<(Mistake, String)> = Vec::new();
    for (_, finding) in right {
        let Some((plain, code)) = plain(case, finding) else { continue };
        for mistake in Mistake::ALL {
            let Some(wrong) = with(mistake, &plain, &code, &known) else { continue };
            made.push((mistake, wrong.written(made.len() + 1)));
        }
    }
    if made.is_empty() {
        return Vec::new();
    }
    let folder = tempfile::tempdir().unwrap();
    let review = folder.path().join("review.md");
    fs::write(&review, made.iter().map(|(_, text)| text.as_str()).collect::<String>()).unwrap();
    let audited = case.audited(&review);
    assert_eq!(audited.len(), made.len(), "{}: each is read as a finding", case.name);
    let tried = made.into_iter().zip(&audited).map(|((mistake, written), finding)| Tried {
        mistake,
        written: format!("{}: {written}", case.name),
        verdict: word(finding, "verdict").to_owned(),
        place: places(finding),
        reason: word(finding, "reason").to_owned(),
    });
    tried.collect()
}

/// A finding in plain form, with the lines of its file; none where no line of it stands once in all files.
fn plain(case: &Case, finding: &Value) -> Option<(Plain, Vec<String>)> {
    let evidence = &finding["support"]["evidence"][0];
    let (path, line) = (evidence["path"].as_str()?, evidence["line"].as_u64()? as usize);
    let text = fs::read_to_string(case.folder.join("code").join(path)).ok()?;
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let quote = lines.get(line.checked_sub(1)?)?.trim().to_owned();
    let is_cited = finding["locations"].as_array()?.iter().any(|place| {
        let cited = place["cited_lines"].as_array().filter(|lines| lines.len() == 2);
        place["found_path"].as_str() == Some(path)
            && cited.is_some_and(|lines| (lines[0].as_u64()..=lines[1].as_u64()).contains(&Some(line as u64)))
    });
    let mut all = String::new();
    whole(&case.folder.join("code"), &mut all);
    let is_telling = quote.len() >= 20 && quote.contains('(') && all.matches(&quote).count() == 1;
    let (id, _) = weaknesses(finding).into_iter().next()?;
    if !is_cited || !is_telling || std::path::Path::new(path).extension().is_none_or(|ending| ending != "py") {
        return None;
    }
    // A title that says nothing of a weakness.
    let plain = Plain { title: "What stands here".to_owned(), id, path: path.to_owned(), line, quote };
    Some((plain, lines))
}

/// The text of all files below a folder.
fn whole(folder: &std::path::Path, all: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            whole(&path, all);
        } else {
            all.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

/// A finding with a mistake; none where it cannot be made.
fn with(mistake: Mistake, plain: &Plain, code: &[String], known: &BTreeSet<i64>) -> Option<Plain> {
    let mut wrong = plain.clone();
    match mistake {
        Mistake::None => {}
        Mistake::Line => wrong.line = if plain.line > 3 { plain.line - 3 } else { plain.line + 3 },
        Mistake::End => wrong.line = code.len() + 40,
        Mistake::Id => wrong.id = other(known)?,
        Mistake::IdAlone => {
            wrong.title.clone_from(&cwe::Catalogue::official().get(u32::try_from(plain.id).ok()?)?.name);
            wrong.id = other(known)?;
        }
        Mistake::Letter => {
            let at = plain.quote.rfind(|letter: char| letter.is_ascii_lowercase())?;
            let letter = if plain.quote[at..].starts_with('q') { "x" } else { "q" };
            wrong.quote.replace_range(at..=at, letter);
        }
        Mistake::File => {
            let (folder, name) = plain.path.rsplit_once('/').unwrap_or(("", &plain.path));
            wrong.path = format!("{folder}/former_{name}");
        }
        Mistake::Invented => {
            "vendor/shim/bridge_impl.py".clone_into(&mut wrong.path);
            "bridge.forward(payload, key=settings.FALLBACK_KEY)".clone_into(&mut wrong.quote);
        }
    }
    Some(wrong)
}

/// A weakness that no finding of the case is about, nor anything like it.
fn other(known: &BTreeSet<i64>) -> Option<i64> {
    /// Each with what it may be taken for.
    const FAMILIES: [&[i64]; 5] = [&[611, 776, 827, 91], &[90], &[1236], &[322], &[295, 296, 297]];
    FAMILIES.iter().find(|family| family.iter().all(|id| !known.contains(id))).map(|family| family[0])
}
