//! Assertions and exceptions that are passed over, as scanners report each of them: what hangs on it; the table is `passed_over.toml`.
//!
//! Takes the cited lines of a finding about one; gives a refutation where what is asserted or tried is nothing that keeps anybody out or
//! anything whole, and nothing where that may be or where the lines are neither.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::anchor::Sought;

/// So many lines before an `except` may belong to its `try`, and so many behind it say what is done.
const TRIED: u32 = 60;
const DONE: u32 = 2;
/// So many lines an assertion may take.
const ASSERTED: u32 = 8;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    ids: Vec<u32>,
    matters: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests read it"))]
    asserted: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests read it"))]
    tried: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests read it"))]
    harmless: String,
}

static TABLE: LazyLock<Option<(Vec<u32>, Regex)>> = LazyLock::new(|| {
    let table = toml::from_str::<Table>(include_str!("passed_over.toml")).ok()?;
    Some((table.ids, Regex::new(&table.matters).ok()?))
});

/// Whether some ids, all of them, are about failures that are passed over.
pub(crate) fn is_about_it(ids: &[u32]) -> bool {
    TABLE.as_ref().is_some_and(|(known, _)| !ids.is_empty() && ids.iter().all(|id| known.contains(id)))
}

/// Why nothing hangs on what stands at some lines, a sentence; none where something may, or where it is something else.
pub(crate) fn nothing_hangs_on_it(sought: &Sought<'_>, (first, last): (u32, u32)) -> Option<String> {
    let (_, matters) = TABLE.as_ref()?;
    let line = |at: u32| sought.whole_line(at);
    for at in first..=last.min(first.saturating_add(ASSERTED)) {
        let text = line(at)?.trim();
        if text.starts_with("assert ") || text.starts_with("assert(") {
            let whole = asserted(sought, at);
            let is_harmless = !matters.is_match(&whole);
            return is_harmless.then(|| {
                format!(
                    "What line {at} asserts (`{text}`) keeps nobody out: without it, the program fails a little later."
                )
            });
        }
        if text.starts_with("except") {
            let (from, tried) = tried(sought, at)?;
            let is_harmless = is_passed_over(sought, at) && !tried.iter().any(|line| matters.is_match(line));
            let text = tried.iter().map(|line| line.trim()).find(|line| !line.is_empty()).unwrap_or_default();
            return is_harmless.then(|| {
                format!("What may fail unseen from line {from} on (`{text}`) keeps nobody out, and decides about nothing that others could use.")
            });
        }
    }
    // What passes over may be all that is cited.
    let before = line(first.checked_sub(1)?)?;
    let is_rest = matches!(line(first)?.trim(), "pass" | "continue");
    if is_rest && before.trim().starts_with("except") {
        return nothing_hangs_on_it(sought, (first - 1, first - 1));
    }
    // Some tools cite the `try`.
    if line(first)?.trim() == "try:" {
        let depth = depth(line(first)?);
        let behind = (first + 1..=first.saturating_add(TRIED))
            .find(|&at| line(at).is_some_and(|text| self::depth(text) == depth && text.trim().starts_with("except")))?;
        return nothing_hangs_on_it(sought, (behind, behind));
    }
    None
}

fn depth(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// An assertion with the lines that its brackets take.
fn asserted(sought: &Sought<'_>, first: u32) -> String {
    let mut whole = String::new();
    for at in first..=first.saturating_add(ASSERTED) {
        let Some(line) = sought.whole_line(at) else { break };
        whole.push_str(line.trim());
        let count = |signs: [char; 3]| whole.chars().filter(|letter| signs.contains(letter)).count();
        if count(['(', '[', '{']) <= count([')', ']', '}']) && !whole.ends_with('\\') {
            break;
        }
    }
    whole
}

/// What is tried before an `except`, with its first line.
fn tried<'s>(sought: &'s Sought<'_>, except: u32) -> Option<(u32, Vec<&'s str>)> {
    let own = depth(sought.whole_line(except)?);
    let begin = (except.saturating_sub(TRIED).max(1)..except)
        .rev()
        .find(|&at| sought.whole_line(at).is_some_and(|line| depth(line) == own && line.trim() == "try:"))?;
    Some((begin + 1, (begin + 1..except).filter_map(|at| sought.whole_line(at)).collect()))
}

/// Whether nothing is done about an exception.
fn is_passed_over(sought: &Sought<'_>, except: u32) -> bool {
    let same = sought.whole_line(except).is_some_and(|line| line.trim_end().ends_with(": pass"));
    let mut next = (except + 1..=except + DONE).filter_map(|at| sought.whole_line(at)).map(str::trim);
    same || next.find(|line| !line.is_empty()).is_some_and(|line| matches!(line, "pass" | "continue" | "..."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_fits_its_examples() {
        let table: Table = toml::from_str(include_str!("passed_over.toml")).unwrap();
        let (_, matters) = TABLE.as_ref().unwrap();
        assert!(matters.is_match(&table.asserted) && matters.is_match(&table.tried));
        assert!(!matters.is_match(&table.harmless));
        assert!(table.ids.iter().all(|&id| is_about_it(&[id])));
        assert!(!is_about_it(&[]) && !is_about_it(&[703, 89]));
    }

    #[test]
    fn what_matters_is_told_from_what_does_not() {
        let code = "\
assert isinstance(number, int)
assert verify(
    name,
)
try:
    screen.brightness(3)
except Exception:
    pass
try:
    check_permission(name)
except Exception:
    pass
try:
    screen.brightness(3)
except Exception as error:
    raise Other(error)
assert (
    number
    > 3)
def set(screen):
    try:
        screen.brightness(3)
    except Exception:
        continue
";
        let sought = Sought::of("a.py", code);
        let told = |line: u32| nothing_hangs_on_it(&sought, (line, line)).is_some();
        let all: Vec<u32> = (1..=24).filter(|&line| told(line)).collect();
        assert_eq!(all, [1, 5, 7, 8, 17, 21, 23, 24]);
    }
}
