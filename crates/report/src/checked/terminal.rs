//! The ids of a text for a terminal: each id with its name once, where it stands, and what is to be said of it; then how many came
//! to what.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use audit::{CheckedId, CheckedIds, NameWord, Standing};
use review::Severity;

use super::count;
use crate::TerminalOptions;
use crate::sink::Terminal;
use crate::terminal::{Paint, wrap_behind};
use crate::words;

/// So many lines of an id are shown.
const LINES: usize = 8;

/// The ids for a terminal. With `quiet` those that may stand are left out.
pub fn terminal(checked: &CheckedIds, options: &TerminalOptions) -> String {
    let paint = Paint(options.colour);
    let width = options.width.clamp(40, 120);
    let mut groups: Vec<(&CheckedId, Vec<u32>)> = Vec::new();
    let mut known: BTreeMap<(u32, Option<&str>, NameWord), usize> = BTreeMap::new();
    for one in &checked.all {
        let key = (one.weakness.id, one.weakness.claimed_name.as_deref(), one.weakness.name);
        let at = *known.entry(key).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, lines)) => lines.push(one.line),
            None => groups.push((one, vec![one.line])),
        }
    }
    let mut out = String::new();
    for (one, mut lines) in groups.into_iter().filter(|(one, _)| !options.quiet || one.standing > Standing::Fine) {
        lines.dedup();
        write_id(one, &lines, paint, width, &mut out);
    }
    for cut in &checked.cuts {
        wrap_behind(cut, "Cut short: ", width, &mut out);
    }
    if checked.all.is_empty() {
        out.push_str(&paint.strong("No id of a weakness stands there"));
    } else {
        let parts: Vec<String> = [Standing::Error, Standing::Warning, Standing::Fine]
            .into_iter()
            .map(|standing| (count(checked, standing), standing.word()))
            .filter(|(count, _)| *count > 0)
            .map(
                |(count, word)| {
                    if word == "ok" { format!("{} ok", words::number(count)) } else { words::count(count, word) }
                },
            )
            .collect();
        out.push_str(&paint.strong(&format!("{}: {}", words::count(checked.all.len(), "id"), parts.join(", "))));
    }
    out.push('\n');
    out
}

fn write_id(one: &CheckedId, lines: &[u32], paint: Paint, width: usize, out: &mut String) {
    let weakness = &one.weakness;
    let word = format!("{:7}", one.standing.word());
    let word = match one.standing {
        Standing::Fine => paint.remedy(&word),
        Standing::Warning => paint.severity(Severity::Medium, &word),
        Standing::Error => paint.severity(Severity::High, &word),
    };
    let name = match (&weakness.claimed_name, &weakness.official_name) {
        (Some(claimed), _) => format!(" “{}” ({})", Terminal(&words::clip(claimed, 120)), weakness.name.word()),
        (None, Some(official)) => format!(" {}", paint.faint(official)),
        (None, None) => String::new(),
    };
    let shown = words::first(lines.iter().map(u32::to_string).collect::<Vec<_>>().into_iter(), LINES);
    let place = if lines.len() == 1 { format!("line {shown}") } else { format!("lines {shown}") };
    let (id, place) = (paint.strong(&format!("CWE-{}", weakness.id)), paint.faint(&format!("[{place}]")));
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{word} {id}{name} {place}");
    for remark in &one.remarks {
        wrap_behind(remark, "        ", width, out);
    }
}
