//! Whether what a review says is to be done helps: the API that it names exists, is of that language, and mends this weakness; the
//! code that it offers, put in place, leaves nothing to find; or it fits any program.
//!
//! Takes the advice of a finding and what is known of the weakness; gives a verdict, and why, where there is more to say.

mod helping;
mod missing;
mod named;
mod tried;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use claims::Claimed;
use review::Language;
use serde::Deserialize;

use self::named::{code_in, names};
use crate::outcome::MitigationVerdict;

pub(crate) use self::helping::{AllHelping, Helping};
pub(crate) use self::tried::{Bench, Place, Tried};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    phrases: Vec<String>,
}

static PHRASES: LazyLock<Vec<String>> = LazyLock::new(|| {
    toml::from_str::<Table>(include_str!("boilerplate.toml")).map(|table| table.phrases).unwrap_or_default()
});

/// What advice is held against.
pub(crate) struct Against<'a> {
    /// The file that it is for: its language, and its text.
    pub(crate) file: Option<(Language, &'a str)>,
    /// What Flawline says would help at the very place, where the code bears the finding out.
    pub(crate) repairs: &'a [String],
    /// What is known to help against such weaknesses.
    pub(crate) helping: &'a Helping,
    /// What became of the weakness with the offered code in place, where that was tried.
    pub(crate) tried: Option<Tried>,
}

/// A judgement of advice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Judged {
    pub(crate) verdict: MitigationVerdict,
    /// Why, a sentence, where the verdict does not say it all.
    pub(crate) reason: Option<String>,
}

/// Judges the advice of a finding.
pub(crate) fn judged(claimed: &Claimed, against: &Against<'_>) -> Judged {
    let told = |verdict, reason: String| Judged { verdict, reason: Some(reason) };
    let plain = |verdict| Judged { verdict, reason: None };
    let advice = &claimed.mitigation;
    let offered = claimed.offered.join("\n");
    let has_code = !offered.trim().is_empty();
    if advice.trim().is_empty() && !has_code {
        return plain(MitigationVerdict::None);
    }
    if is_quoted(claimed) {
        return told(
            MitigationVerdict::DoesNotApply,
            "The code that is offered is the code that is quoted.".to_owned(),
        );
    }
    let missing = against.file.and_then(|(language, text)| missing::missing(language, advice, &offered, text));
    if let Some(missing) = missing {
        return told(MitigationVerdict::DoesNotApply, missing);
    }
    match against.tried {
        Some(Tried::Gone) => {
            let text = "With the offered code in its place, nothing of the kind is found there.";
            return told(MitigationVerdict::Applies, text.to_owned());
        }
        Some(Tried::Still(line)) => {
            let text = format!("With the offered code in its place, the same weakness is found, on line {line}.");
            return told(MitigationVerdict::DoesNotApply, text);
        }
        Some(Tried::LessSure) => {
            let text = "With the offered code in its place, the weakness is found with less confidence.";
            return told(MitigationVerdict::Partly, text.to_owned());
        }
        None => {}
    }
    let quoted: BTreeSet<String> =
        claimed.places.iter().flat_map(|place| &place.quotes).flat_map(|quote| names(&quote.text())).collect();
    let mut named = names(&offered);
    named.extend(names(&code_in(advice)));
    named.retain(|name| !quoted.contains(name));
    let imported = match against.file {
        Some((language, text)) => [language.imported(text), language.imported(&offered)].concat(),
        None => Vec::new(),
    };
    let at_place: BTreeSet<String> = against.repairs.iter().flat_map(|repair| names(repair)).collect();
    let here = against.helping.here(&imported);
    let helps = |name: &&String| {
        at_place.contains(*name) || here.contains(name.as_str()) || against.helping.makes_harmless(name, &imported)
    };
    if named.iter().any(|name| helps(&name)) {
        return plain(MitigationVerdict::Applies);
    }
    let elsewhere = named.iter().find_map(|name| Some((name, against.helping.elsewhere(name)?)));
    if let Some((name, library)) = elsewhere {
        let text = format!("`{name}` helps with `{library}`, of which nothing is seen here.");
        return told(MitigationVerdict::Partly, text);
    }
    if !has_code && named.is_empty() && is_boilerplate(advice) {
        return plain(MitigationVerdict::Boilerplate);
    }
    let said = long_words(advice);
    let texts = against.repairs.iter().chain(&against.helping.texts);
    if texts.into_iter().any(|repair| long_words(repair).intersection(&said).count() >= 2) {
        return plain(MitigationVerdict::Applies);
    }
    plain(MitigationVerdict::Partly)
}

/// Whether all code that is offered is quoted as well.
fn is_quoted(claimed: &Claimed) -> bool {
    let bare = |text: &str| -> String { text.chars().filter(|letter| !letter.is_whitespace()).collect() };
    let quotes: Vec<String> =
        claimed.places.iter().flat_map(|place| &place.quotes).map(|quote| bare(&quote.text())).collect();
    let mut offered = claimed.offered.iter().map(|code| bare(code)).filter(|code| !code.is_empty()).peekable();
    offered.peek().is_some() && offered.all(|code| quotes.contains(&code))
}

fn is_boilerplate(advice: &str) -> bool {
    let folded = advice.to_lowercase();
    PHRASES.iter().any(|phrase| folded.contains(phrase.as_str()))
}

/// The longer words of a text.
fn long_words(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 5);
    words.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use claims::{ClaimedPlace, Quote};

    use super::*;

    fn verdict(advice: &str, offered: &str, tried: Option<Tried>) -> MitigationVerdict {
        let place = ClaimedPlace { quotes: vec![Quote::whole("yaml.load(text)")], ..ClaimedPlace::default() };
        let claimed = Claimed {
            mitigation: advice.to_owned(),
            offered: if offered.is_empty() { Vec::new() } else { vec![offered.to_owned()] },
            places: vec![place],
            ..Claimed::default()
        };
        let repairs = ["read it with `yaml.safe_load(text)`, which makes no objects".to_owned()];
        let file = Some((Language::Python, "import yaml\n"));
        judged(&claimed, &Against { file, repairs: &repairs, helping: &Helping::default(), tried }).verdict
    }

    #[test]
    fn advice_is_told_apart() {
        assert_eq!(verdict("", "", None), MitigationVerdict::None);
        assert_eq!(verdict("Use yaml.safe_load() instead.", "", None), MitigationVerdict::Applies);
        assert_eq!(verdict("", "yaml.safe_load(text)", None), MitigationVerdict::Applies);
        assert_eq!(verdict("", "yaml.load(text)", None), MitigationVerdict::DoesNotApply);
        assert_eq!(
            verdict("Use secure coding practices, such as input validation.", "", None),
            MitigationVerdict::Boilerplate
        );
        assert_eq!(verdict("Read it as JSON.", "json.loads(text)", None), MitigationVerdict::Partly);
        assert_eq!(verdict("Use json.safe_loads(text).", "", None), MitigationVerdict::DoesNotApply);
        assert_eq!(verdict("", "json.loads(text)", Some(Tried::Gone)), MitigationVerdict::Applies);
        assert_eq!(verdict("", "yaml.load(text, Loader=None)", Some(Tried::Still(3))), MitigationVerdict::DoesNotApply);
    }
}
