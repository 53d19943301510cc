//! Whether what a review says is to be done helps.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use claims::Claimed;
use serde::Deserialize;

use crate::outcome::MitigationVerdict;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    phrases: Vec<String>,
}

static PHRASES: LazyLock<Vec<String>> = LazyLock::new(|| {
    toml::from_str::<Table>(include_str!("boilerplate.toml")).map(|table| table.phrases).unwrap_or_default()
});

/// Judges the advice of a finding. `repairs` are what Flawline says would help, where it finds the weakness.
pub(crate) fn mitigation(claimed: &Claimed, repairs: &[String]) -> MitigationVerdict {
    let advice = &claimed.mitigation;
    let has_code = claimed.offered.iter().any(|code| !code.trim().is_empty());
    if advice.trim().is_empty() && !has_code {
        return MitigationVerdict::None;
    }
    let bare = |text: &str| -> String { text.chars().filter(|letter| !letter.is_whitespace()).collect() };
    let quotes: Vec<String> =
        claimed.places.iter().flat_map(|place| &place.quotes).map(|quote| bare(&quote.text())).collect();
    if has_code && claimed.offered.iter().all(|code| quotes.contains(&bare(code))) {
        return MitigationVerdict::DoesNotApply;
    }
    let quoted: BTreeSet<String> =
        claimed.places.iter().flat_map(|place| &place.quotes).flat_map(|quote| names(&quote.text())).collect();
    let mut named = names(&claimed.offered.join("\n"));
    named.extend(names(&in_backticks_or_calls(advice)));
    let known: BTreeSet<String> = repairs.iter().flat_map(|repair| names(repair)).collect();
    let mut helps = named.iter().filter(|name| known.contains(*name) && !quoted.contains(*name));
    if helps.next().is_some() {
        return MitigationVerdict::Applies;
    }
    let new = named.iter().filter(|name| !quoted.contains(*name)).count();
    if !has_code && new == 0 {
        let folded = advice.to_lowercase();
        if PHRASES.iter().any(|phrase| folded.contains(phrase.as_str())) {
            return MitigationVerdict::Boilerplate;
        }
    }
    let words = |text: &str| -> BTreeSet<String> {
        let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 5);
        words.map(str::to_lowercase).collect()
    };
    let said = words(advice);
    if repairs.iter().any(|repair| words(repair).intersection(&said).count() >= 2) {
        return MitigationVerdict::Applies;
    }
    MitigationVerdict::Partly
}

/// Names in code that say more than a single word: `a.b`, `a_b`, what is called, and names of settings.
fn names(code: &str) -> BTreeSet<String> {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.');
    let mut found = BTreeSet::new();
    let mut rest = code;
    while let Some(start) = rest.find(|letter: char| letter.is_alphabetic() || letter == '_') {
        rest = &rest[start..];
        let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        let name = name.trim_matches('.');
        let is_called = behind.starts_with('(');
        let is_set = behind.starts_with('=') && !behind.starts_with("==");
        if name.len() > 2 && (is_called || is_set || name.contains(['.', '_'])) {
            found.insert(name.to_owned());
            if let Some((_, last)) = name.rsplit_once('.').filter(|(_, last)| last.len() > 3) {
                found.insert(last.to_owned());
            }
        }
        rest = behind;
        if found.len() > 400 {
            break;
        }
    }
    found
}

/// The parts of a text that are code; the document's marks are gone, so what looks like code counts.
fn in_backticks_or_calls(text: &str) -> String {
    let is_code = |word: &&str| {
        let bare = word.trim_end_matches(['.', ',', ';', ':']);
        bare.contains(['(', '_', '=']) || bare.trim_matches('.').contains('.') && !bare.contains("://")
    };
    text.split_whitespace().filter(is_code).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use claims::{ClaimedPlace, Quote};

    use super::*;

    fn judged(advice: &str, offered: &str, repair: &str) -> MitigationVerdict {
        let place = ClaimedPlace { quotes: vec![Quote::whole("yaml.load(text)")], ..ClaimedPlace::default() };
        let claimed = Claimed {
            mitigation: advice.to_owned(),
            offered: if offered.is_empty() { Vec::new() } else { vec![offered.to_owned()] },
            places: vec![place],
            ..Claimed::default()
        };
        mitigation(&claimed, &[repair.to_owned()])
    }

    #[test]
    fn advice_is_told_apart() {
        let repair = "read it with `yaml.safe_load(text)`, which makes no objects";
        assert_eq!(judged("", "", repair), MitigationVerdict::None);
        assert_eq!(judged("Use yaml.safe_load() instead.", "", repair), MitigationVerdict::Applies);
        assert_eq!(judged("", "yaml.safe_load(text)", repair), MitigationVerdict::Applies);
        assert_eq!(judged("", "yaml.load(text)", repair), MitigationVerdict::DoesNotApply);
        assert_eq!(
            judged("Use secure coding practices, such as input validation.", "", repair),
            MitigationVerdict::Boilerplate
        );
        assert_eq!(judged("Read it as JSON.", "json.loads(text)", repair), MitigationVerdict::Partly);
    }
}
