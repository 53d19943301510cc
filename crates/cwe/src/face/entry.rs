//! One entry in full, as text and as JSON.

use serde::Serialize;

use super::page::Page;
use super::{json, title, titles};
use crate::better::Better;
use crate::catalogue::Catalogue;
use crate::entry::{Entry, FormerName, Kind, Status, Usage};
use crate::mapping::Mapping;

/// More than these would not help to choose.
const OFFERS: usize = 12;

/// Everything the catalogue says about an entry, in text.
pub fn entry_text(entry: &Entry) -> String {
    let catalogue = Catalogue::official();
    let mut page = Page::default();
    page.paragraph(&format!("CWE-{}: {}", entry.id, entry.name));
    page.paragraph(&what_it_is(entry));
    page.paragraph(&may_it_be_cited(entry));
    let better = catalogue.better(entry.id);
    if !better.is_empty() {
        page.gap();
        let label = if entry.is_citable() { "Perhaps better" } else { "Cite instead" };
        let mut offers: Vec<String> = better.iter().take(OFFERS).map(offer).collect();
        if better.len() > OFFERS {
            offers.push(format!("and {} more", better.len() - OFFERS));
        }
        page.list(label, &offers);
    }
    page.gap();
    page.line("Also called", &entry.alternate_terms);
    let former = entry.former_names.iter().rev();
    page.list("Formerly", &former.map(|name| format!("{} (until {})", name.name, name.until)).collect::<Vec<_>>());
    page.gap();
    page.list("Parents", &titles(&entry.parents));
    page.list("Simplified view", &titles(&entry.parents_simplified));
    page.list("Children", &titles(&entry.children));
    page.list("Members", &titles(entry.members.as_deref().unwrap_or_default()));
    page.list("Peers", &titles(&entry.peers));
    page.list("Can lead to", &titles(&entry.can_precede));
    page.list("Can also be", &titles(&entry.can_also_be));
    page.gap();
    page.line("Top 25", &entry.top25.iter().map(|(year, rank)| format!("{year}: {rank}")).collect::<Vec<_>>());
    let owasp_2021 = entry.owasp_2021.iter().filter_map(|key| catalogue.owasp_2021_name(key));
    let owasp_2025 = entry.owasp_2025.iter().filter_map(|key| catalogue.owasp_2025_name(key));
    page.list("OWASP Top 10", &owasp_2021.chain(owasp_2025).map(str::to_owned).collect::<Vec<_>>());
    page.line("Languages", &entry.languages);
    let since = entry.since.iter().map(|release| format!("CWE {release}"));
    page.line("Listed since", &since.collect::<Vec<_>>());
    let mut text = page.finish();
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// Kind, abstraction and status in a sentence.
fn what_it_is(entry: &Entry) -> String {
    let (withdrawn, status) = match entry.status {
        Status::Deprecated => ("DEPRECATED: MITRE has withdrawn this entry. ", String::new()),
        Status::Obsolete => ("OBSOLETE: MITRE no longer uses this entry. ", String::new()),
        status => ("", format!("; status: {status}")),
    };
    let kind = match entry.kind {
        Kind::Weakness => "A weakness",
        Kind::Category => "A CATEGORY: a group of weaknesses, not a weakness itself",
        Kind::View => "A VIEW: a way to look at the catalogue, not a weakness",
    };
    let abstraction = entry.abstraction.map_or_else(String::new, |abstraction| format!(", {abstraction}"));
    let members = match (entry.kind, &entry.members) {
        (Kind::Weakness, _) => "",
        (Kind::Category, None) => " Its members are not known here.",
        (Kind::View, None) => " It selects its members by a filter; they are not listed here.",
        (_, Some(members)) if members.is_empty() => " It has no members.",
        _ => "",
    };
    format!("{withdrawn}{kind}{abstraction}{status}.{members}")
}

/// The mapping usage in words, with MITRE's reasons.
fn may_it_be_cited(entry: &Entry) -> String {
    let may = match entry.usage {
        Usage::Allowed => "a finding may cite it",
        Usage::AllowedWithReview => "a finding may cite it after a look for something more exact",
        Usage::Discouraged => "a finding should cite something more exact",
        Usage::Prohibited => "a finding must not cite it",
    };
    let reasons: Vec<&str> =
        entry.reasons.iter().map(String::as_str).filter(|word| *word != "Acceptable-Use").collect();
    let reasons =
        if reasons.is_empty() { String::new() } else { format!(" (MITRE's reasons: {})", reasons.join(", ")) };
    format!("Mapping {}: {may}{reasons}.", entry.usage)
}

fn offer(better: &Better) -> String {
    format!("{} ({})", title(better.entry), better.source.word())
}

/// Everything the catalogue says about an entry, as JSON.
pub fn entry_json(entry: &Entry) -> String {
    json(&EntryJson::new(entry))
}

#[derive(Serialize)]
struct EntryJson<'a> {
    cwe_version: &'a str,
    id: u32,
    name: &'a str,
    kind: &'a str,
    abstraction: Option<&'a str>,
    status: &'a str,
    deprecated: bool,
    mapping: MappingJson<'a>,
    alternate_terms: &'a [String],
    former_names: Vec<FormerJson<'a>>,
    parents: Vec<NamedJson<'a>>,
    parents_simplified: Vec<NamedJson<'a>>,
    children: Vec<NamedJson<'a>>,
    members: Option<Vec<NamedJson<'a>>>,
    peers: Vec<NamedJson<'a>>,
    can_precede: Vec<NamedJson<'a>>,
    can_also_be: Vec<NamedJson<'a>>,
    top25: Vec<RankJson>,
    owasp_2021: &'a [String],
    owasp_2025: &'a [String],
    languages: &'a [String],
    since: Option<&'a str>,
}

#[derive(Serialize)]
struct MappingJson<'a> {
    usage: &'a str,
    /// `fine`, `needs_reason` or `refused`.
    judgement: &'a str,
    explanation: String,
    reasons: &'a [String],
    suggestions: &'a [u32],
    see: &'a [u32],
    better: Vec<BetterJson<'a>>,
}

#[derive(Serialize)]
struct BetterJson<'a> {
    id: u32,
    name: &'a str,
    source: &'a str,
}

#[derive(Serialize)]
struct FormerJson<'a> {
    name: &'a str,
    until: &'a str,
}

#[derive(Serialize)]
struct NamedJson<'a> {
    id: u32,
    name: &'a str,
}

#[derive(Serialize)]
struct RankJson {
    year: u16,
    rank: u8,
}

impl<'a> EntryJson<'a> {
    fn new(entry: &'a Entry) -> Self {
        let catalogue = Catalogue::official();
        let named = |ids: &'a [u32]| -> Vec<NamedJson<'a>> {
            catalogue.all(ids).map(|entry| NamedJson { id: entry.id, name: &entry.name }).collect()
        };
        let former = |name: &'a FormerName| FormerJson { name: &name.name, until: &name.until };
        Self {
            cwe_version: catalogue.version(),
            id: entry.id,
            name: &entry.name,
            kind: entry.kind.word(),
            abstraction: entry.abstraction.map(crate::Abstraction::word),
            status: entry.status.word(),
            deprecated: entry.is_deprecated(),
            mapping: MappingJson::new(entry),
            alternate_terms: &entry.alternate_terms,
            former_names: entry.former_names.iter().map(former).collect(),
            parents: named(&entry.parents),
            parents_simplified: named(&entry.parents_simplified),
            children: named(&entry.children),
            members: entry.members.as_deref().map(named),
            peers: named(&entry.peers),
            can_precede: named(&entry.can_precede),
            can_also_be: named(&entry.can_also_be),
            top25: entry.top25.iter().map(|(year, rank)| RankJson { year: *year, rank: *rank }).collect(),
            owasp_2021: &entry.owasp_2021,
            owasp_2025: &entry.owasp_2025,
            languages: &entry.languages,
            since: entry.since.as_deref(),
        }
    }
}

impl<'a> MappingJson<'a> {
    fn new(entry: &'a Entry) -> Self {
        let catalogue = Catalogue::official();
        let mapping = catalogue.judge_mapping(entry.id);
        let judgement = match mapping {
            Mapping::Fine => "fine",
            Mapping::NeedsReason => "needs_reason",
            Mapping::Refused { .. } => "refused",
        };
        let better = |better: Better<'a>| BetterJson {
            id: better.entry.id,
            name: &better.entry.name,
            source: better.source.key(),
        };
        Self {
            usage: entry.usage.word(),
            judgement,
            explanation: mapping.to_string(),
            reasons: &entry.reasons,
            suggestions: &entry.suggestions,
            see: &entry.see,
            better: catalogue.better(entry.id).into_iter().map(better).collect(),
        }
    }
}
