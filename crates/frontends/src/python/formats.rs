//! Format strings as text: printf-style, `str.format`, and the format specifications of replacement fields. Takes
//! the text and gives its pieces; knows nothing of operations.

/// How a value is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// As its text.
    Plain,
    /// Its text, changed: as a literal, padded, or cut.
    Text,
    /// As a number, or not at all.
    Number,
}

/// A piece of a printf-style format.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Printf<'a> {
    Literal(&'a str),
    Value { name: Option<&'a str>, shown: Shown },
}

/// The pieces of a printf-style format; `None` if it is malformed or takes its widths from the values.
pub(super) fn printf(text: &str) -> Option<Vec<Printf<'_>>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        if at > 0 {
            pieces.push(Printf::Literal(&rest[..at]));
        }
        rest = &rest[at + 1..];
        let mut name = None;
        if let Some(named) = rest.strip_prefix('(') {
            let end = closing(named)?;
            name = Some(&named[..end]);
            rest = &named[end + 1..];
        }
        rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "#-+ .hlL".contains(c));
        let conversion = rest.chars().next()?;
        let shown = match conversion {
            's' => Shown::Plain,
            'r' | 'a' | 'c' => Shown::Text,
            'd' | 'i' | 'u' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' => Shown::Number,
            '%' => {
                pieces.push(Printf::Literal("%"));
                rest = &rest[1..];
                continue;
            }
            _ => return None,
        };
        pieces.push(Printf::Value { name, shown });
        rest = &rest[1..];
    }
    if !rest.is_empty() {
        pieces.push(Printf::Literal(rest));
    }
    Some(pieces)
}

/// The offset of the parenthesis that closes the one before the text.
fn closing(text: &str) -> Option<usize> {
    let mut open = 1;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => open += 1,
            b')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(at);
        }
    }
    None
}

/// A step from an argument to the value that is shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step<'a> {
    Field(&'a str),
    Item(&'a str),
}

/// Which argument a replacement field takes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Argument<'a> {
    Number(usize),
    Name(&'a str),
}

/// A piece of a `str.format` format.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Braces<'a> {
    Literal(&'a str),
    Value { argument: Argument<'a>, steps: Vec<Step<'a>>, shown: Shown },
}

/// The pieces of a `str.format` format; `None` if it is malformed or nests fields.
pub(super) fn braces(text: &str) -> Option<Vec<Braces<'_>>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut next = 0;
    while let Some(at) = rest.find(['{', '}']) {
        if at > 0 {
            pieces.push(Braces::Literal(&rest[..at]));
        }
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            pieces.push(Braces::Literal(brace));
            rest = after;
            continue;
        }
        if brace == "}" {
            return None;
        }
        let end = rest.find(['}', '{'])?;
        if rest[end..].starts_with('{') {
            return None;
        }
        let (field, spec) = rest[..end].split_once(':').unwrap_or((&rest[..end], ""));
        rest = &rest[end + 1..];
        let (path, conversion) = match field.split_once('!') {
            Some((path, conversion)) => (path, Some(conversion)),
            None => (field, None),
        };
        let shown = match conversion {
            None => spec_shown(spec),
            Some("s") if spec.is_empty() => Shown::Plain,
            Some("s" | "r" | "a") => Shown::Text,
            Some(_) => return None,
        };
        let (first, steps) = field_path(path)?;
        let argument = if first.is_empty() {
            next += 1;
            Argument::Number(next - 1)
        } else if let Ok(number) = first.parse() {
            Argument::Number(number)
        } else {
            Argument::Name(first)
        };
        pieces.push(Braces::Value { argument, steps, shown });
    }
    if !rest.is_empty() {
        pieces.push(Braces::Literal(rest));
    }
    Some(pieces)
}

/// Splits `name.field[item]`.
fn field_path(path: &str) -> Option<(&str, Vec<Step<'_>>)> {
    let end = path.find(['.', '[']).unwrap_or(path.len());
    let (first, mut rest) = path.split_at(end);
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(item) = rest.strip_prefix('[') {
            let (item, after) = item.split_once(']')?;
            steps.push(Step::Item(item));
            rest = after;
        } else {
            let field = rest.strip_prefix('.')?;
            let end = field.find(['.', '[']).unwrap_or(field.len());
            steps.push(Step::Field(&field[..end]));
            rest = &field[end..];
        }
    }
    Some((first, steps))
}

/// How a format specification such as `>10` or `.2f` shows a value. One that is not of the common form, say a
/// date's, may show anything.
pub(super) fn spec_shown(spec: &str) -> Shown {
    let Some(kind) = spec.chars().next_back() else { return Shown::Plain };
    let mut rest = spec;
    let numeric = matches!(kind, 'b' | 'c' | 'd' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | 'o' | 'x' | 'X' | '%');
    if numeric {
        rest = &spec[..spec.len() - 1];
    }
    let mut chars = rest.chars();
    let first = chars.next();
    if matches!(chars.next(), Some('<' | '>' | '=' | '^')) {
        rest = &rest[first.map_or(0, char::len_utf8)..];
    }
    let common = rest.chars().all(|c| c.is_ascii_digit() || "<>=^+- z#,_.".contains(c));
    let grouped = rest.contains([',', '_', '+', '=']);
    if common && (numeric || grouped) { Shown::Number } else { Shown::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printf_format_is_cut_into_literals_and_values() {
        let value = |shown| Printf::Value { name: None, shown };
        assert_eq!(
            printf("a %s%%%-5.2f é%r").unwrap(),
            [
                Printf::Literal("a "),
                value(Shown::Plain),
                Printf::Literal("%"),
                value(Shown::Number),
                Printf::Literal(" é"),
                value(Shown::Text)
            ]
        );
        assert_eq!(printf("%(a(b))s").unwrap(), [Printf::Value { name: Some("a(b)"), shown: Shown::Plain }]);
        for malformed in ["%", "%(a", "%y", "%*d", "%é"] {
            assert_eq!(printf(malformed), None, "{malformed}");
        }
    }

    #[test]
    fn a_braces_format_is_cut_into_literals_and_values() {
        let pieces = braces("{{{}}} {0.a[b]!r} {name:>5} {:d}").unwrap();
        let value = |argument, steps, shown| Braces::Value { argument, steps, shown };
        assert_eq!(
            pieces,
            [
                Braces::Literal("{"),
                value(Argument::Number(0), vec![], Shown::Plain),
                Braces::Literal("}"),
                Braces::Literal(" "),
                value(Argument::Number(0), vec![Step::Field("a"), Step::Item("b")], Shown::Text),
                Braces::Literal(" "),
                value(Argument::Name("name"), vec![], Shown::Text),
                Braces::Literal(" "),
                value(Argument::Number(1), vec![], Shown::Number),
            ]
        );
        for malformed in ["{", "}", "{a", "{:{}}", "{a[}", "{a!x}", "{a]b}"] {
            let pieces = braces(malformed);
            assert!(pieces.is_none() || malformed == "{a]b}", "{malformed}");
        }
    }

    #[test]
    fn only_the_common_form_of_a_specification_makes_a_number() {
        for number in ["d", "x", ".2f", "08b", ",", "+", "*>10d", "%", "_x", "é^8d"] {
            assert_eq!(spec_shown(number), Shown::Number, "{number}");
        }
        for text in ["s", ">10", "10", "%Y-%m-%d", "*^30s", "r", "é"] {
            assert_eq!(spec_shown(text), Shown::Text, "{text}");
        }
        assert_eq!(spec_shown(""), Shown::Plain);
    }
}
