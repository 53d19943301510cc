//! Versions of libraries: how they are ordered, and ranges of them.
//!
//! Takes texts as packages and their users write them (PEP 440; the carets of poetry); gives [`VersionRange`]s, of which it can
//! be told whether one lies wholly in another or wholly outside. Local parts (`+cpu`) say nothing about what a release does
//! and are not looked at. The texts may be anybody's: long ones, and numbers beyond 64 bits, are no versions.

use std::cmp::Ordering;

/// A longer text is no version and no requirement, in bytes.
const LONGEST: usize = 512;
/// More parts make no release, nor more comparisons a requirement.
const MOST_PARTS: usize = 16;

/// A version, so that they compare as their releases came one after the other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Version {
    epoch: u64,
    /// Without zeros at the end.
    release: Vec<u64>,
    pre: Pre,
    post: Option<u64>,
    /// `u64::MAX` when it is no development release.
    dev: u64,
}

/// What comes before a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Pre {
    /// Only work on it: `2.dev1`.
    Development,
    Alpha(u64),
    Beta(u64),
    Candidate(u64),
    /// It is the release.
    Final,
}

impl Version {
    /// The version of a text; none when it is not written as PEP 440 asks.
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > LONGEST || !text.is_ascii() {
            return None;
        }
        let text = text.to_ascii_lowercase();
        let text = text.strip_prefix('v').unwrap_or(&text);
        let (text, local) = text.split_once('+').unwrap_or((text, "0"));
        let is_local = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'.' | b'-' | b'_');
        if local.is_empty() || !local.bytes().all(is_local) {
            return None;
        }
        let (epoch, text) = match text.split_once('!') {
            Some((epoch, text)) => (epoch.parse().ok()?, text),
            None => (0, text),
        };
        let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
        let (numbers, mut rest) = text.split_at(end);
        let numbers = if rest.is_empty() { numbers } else { numbers.strip_suffix('.').unwrap_or(numbers) };
        let mut release = numbers.split('.').map(|part| part.parse().ok()).collect::<Option<Vec<u64>>>()?;
        if release.len() > MOST_PARTS {
            return None;
        }
        while release.last() == Some(&0) {
            release.pop();
        }
        let mut version = Self { epoch, release, pre: Pre::Final, post: None, dev: u64::MAX };
        let mut pre = None;
        while !rest.is_empty() {
            // A number alone behind a hyphen is that of a post-release.
            if let Some(number) = rest.strip_prefix('-').filter(|rest| rest.starts_with(|l: char| l.is_ascii_digit())) {
                version.post = Some(number.parse().ok()?);
                break;
            }
            rest = rest.trim_start_matches(['.', '-', '_']);
            let word = rest.find(|letter: char| !letter.is_ascii_lowercase()).unwrap_or(rest.len());
            let (word, behind) = rest.split_at(word);
            let behind = behind.strip_prefix(['.', '-', '_']).unwrap_or(behind);
            let digits = behind.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(behind.len());
            let (number, behind) = behind.split_at(digits);
            let number = if number.is_empty() { 0 } else { number.parse().ok()? };
            match word {
                "a" | "alpha" => pre = Some(Pre::Alpha(number)),
                "b" | "beta" => pre = Some(Pre::Beta(number)),
                "rc" | "c" | "pre" | "preview" => pre = Some(Pre::Candidate(number)),
                "post" | "rev" | "r" => version.post = Some(number),
                "dev" => version.dev = number,
                _ => return None,
            }
            rest = behind;
        }
        let is_only_worked_on = version.dev != u64::MAX && version.post.is_none();
        version.pre = pre.unwrap_or(if is_only_worked_on { Pre::Development } else { Pre::Final });
        Some(version)
    }

    /// The first of all versions of a release.
    fn first_of(epoch: u64, mut release: Vec<u64>) -> Self {
        while release.last() == Some(&0) {
            release.pop();
        }
        Self { epoch, release, pre: Pre::Development, post: None, dev: 0 }
    }

    fn is_final(&self) -> bool {
        self.pre == Pre::Final && self.post.is_none() && self.dev == u64::MAX
    }
}

/// A place between versions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    Start,
    /// Before that version, or, when true, behind it.
    At(Version, bool),
    End,
}

/// Versions: those between pairs of edges, in order and apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRange(Vec<(Edge, Edge)>);

impl VersionRange {
    /// All versions.
    pub fn all() -> Self {
        Self(vec![(Edge::Start, Edge::End)])
    }

    /// That version alone.
    pub fn exact(text: &str) -> Option<Self> {
        let version = Version::parse(text)?;
        Some(Self(vec![(Edge::At(version.clone(), false), Edge::At(version, true))]))
    }

    /// A requirement as PEP 440 writes it: comparisons with commas between them, all of which must hold. An empty one holds
    /// for all versions.
    pub fn requirement(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > LONGEST || text.split(',').count() > MOST_PARTS {
            return None;
        }
        let text = text.strip_suffix(',').unwrap_or(text);
        if text.is_empty() || text == "*" {
            return Some(Self::all());
        }
        text.split(',').try_fold(Self::all(), |range, part| Some(range.and(&comparison(part.trim())?)))
    }

    /// A requirement as poetry writes it: as PEP 440 does, or with `^`, `~`, `*`, a bare version for that one alone, and
    /// alternatives between `||`.
    pub fn of_poetry(text: &str) -> Option<Self> {
        if text.len() > LONGEST || text.split("||").count() > MOST_PARTS {
            return None;
        }
        let mut all = Self(Vec::new());
        for alternative in text.split("||") {
            let mut range = Self::all();
            for part in alternative.split(',').map(str::trim) {
                range = range.and(&poetry(part)?);
            }
            all = all.or(&range);
        }
        Some(all)
    }

    /// Whether it is one version alone.
    pub fn is_exact(&self) -> bool {
        matches!(self.0.as_slice(), [(Edge::At(from, false), Edge::At(to, true))] if from == to)
    }

    /// Whether every version is in it.
    pub fn is_all(&self) -> bool {
        *self == Self::all()
    }

    /// Whether no version is in it.
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether all its versions are among the other's.
    pub fn is_within(&self, other: &Self) -> bool {
        self.and(other) == *self
    }

    /// Whether none of its versions is among the other's.
    pub fn is_apart_from(&self, other: &Self) -> bool {
        self.and(other).is_none()
    }

    fn and(&self, other: &Self) -> Self {
        let mut both = Vec::new();
        for (from, to) in &self.0 {
            for (other_from, other_to) in &other.0 {
                let (from, to) = (from.max(other_from), to.min(other_to));
                if from < to {
                    both.push((from.clone(), to.clone()));
                }
            }
        }
        Self(both)
    }

    fn or(&self, other: &Self) -> Self {
        let mut pieces: Vec<(Edge, Edge)> = self.0.iter().chain(&other.0).cloned().collect();
        pieces.sort();
        let mut joined: Vec<(Edge, Edge)> = Vec::new();
        for (from, to) in pieces {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.clone().max(to),
                _ => joined.push((from, to)),
            }
        }
        Self(joined)
    }

    fn between(from: Edge, to: Edge) -> Self {
        Self(if from < to { vec![(from, to)] } else { Vec::new() })
    }

    fn not(from: Edge, to: Edge) -> Self {
        Self::between(Edge::Start, from).or(&Self::between(to, Edge::End))
    }
}

/// One comparison of PEP 440.
fn comparison(text: &str) -> Option<VersionRange> {
    let operator = ["===", "==", "!=", "<=", ">=", "~=", "<", ">"].into_iter().find(|sign| text.starts_with(sign))?;
    let written = text.get(operator.len()..)?.trim();
    if let (Some(stem), "==" | "!=") = (written.strip_suffix(".*"), operator) {
        let (from, to) = all_below(stem, 0)?;
        return Some(if operator == "==" { VersionRange::between(from, to) } else { VersionRange::not(from, to) });
    }
    let version = Version::parse(written)?;
    let (before, behind) = (Edge::At(version.clone(), false), Edge::At(version.clone(), true));
    Some(match operator {
        "==" | "===" => VersionRange::between(before, behind),
        "!=" => VersionRange::not(before, behind),
        "<=" => VersionRange::between(Edge::Start, behind),
        ">=" => VersionRange::between(before, Edge::End),
        "~=" => {
            let (_, to) = all_below(written, 1)?;
            VersionRange::between(before, to)
        }
        // What comes before a release is not meant by what is older than it, nor what is mended by what is newer.
        "<" if version.is_final() => {
            VersionRange::between(Edge::Start, Edge::At(Version::first_of(version.epoch, version.release), false))
        }
        "<" => VersionRange::between(Edge::Start, before),
        _ if version.post.is_none() => {
            VersionRange::between(Edge::At(Version { post: Some(u64::MAX), ..version }, true), Edge::End)
        }
        _ => VersionRange::between(behind, Edge::End),
    })
}

/// One requirement of poetry's.
fn poetry(text: &str) -> Option<VersionRange> {
    if text.is_empty() || text == "*" {
        return Some(VersionRange::all());
    }
    if let Some(written) = text.strip_prefix('^') {
        let parts = parts_of(written)?;
        let first = parts.iter().position(|&part| part > 0).unwrap_or(parts.len() - 1);
        return up_to(written, &parts, first);
    }
    if let Some(written) = text.strip_prefix('~').filter(|rest| !rest.starts_with('=')) {
        let parts = parts_of(written)?;
        return up_to(written, &parts, usize::from(parts.len() > 1));
    }
    if text.starts_with(|letter: char| letter.is_ascii_digit()) {
        return comparison(&format!("=={text}"));
    }
    comparison(text)
}

/// From a version up to the one in which the part at that place is the next.
fn up_to(written: &str, parts: &[u64], at: usize) -> Option<VersionRange> {
    let mut next = parts.get(..=at)?.to_vec();
    let last = next.last_mut()?;
    *last = last.checked_add(1)?;
    let version = Version::parse(written)?;
    let end = Edge::At(Version::first_of(version.epoch, next), false);
    Some(VersionRange::between(Edge::At(version, false), end))
}

/// Where all versions begin and end that begin as this one does, without so many of its last parts.
fn all_below(written: &str, without: usize) -> Option<(Edge, Edge)> {
    let epoch = Version::parse(written)?.epoch;
    let mut parts = parts_of(written)?;
    parts.truncate(parts.len().checked_sub(without).filter(|&left| left > 0)?);
    let from = Version::first_of(epoch, parts.clone());
    let last = parts.last_mut()?;
    *last = last.checked_add(1)?;
    Some((Edge::At(from, false), Edge::At(Version::first_of(epoch, parts), false)))
}

/// The numbers of a release as they are written, zeros at the end as well.
fn parts_of(written: &str) -> Option<Vec<u64>> {
    Version::parse(written)?;
    let text = written.trim().trim_start_matches(['v', 'V']);
    let text = text.split_once('!').map_or(text, |(_, text)| text);
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
    let text = text.get(..end)?;
    text.strip_suffix('.').unwrap_or(text).split('.').map(|part| part.parse().ok()).collect()
}

/// A package's name as indexes compare it: lower case, and one hyphen for each run of hyphens, underscores and dots.
pub fn package_name(written: &str) -> String {
    let mut name = String::with_capacity(written.len());
    for letter in written.trim().chars() {
        match letter {
            '-' | '_' | '.' if name.ends_with('-') => {}
            '-' | '_' | '.' => name.push('-'),
            letter => name.push(letter.to_ascii_lowercase()),
        }
    }
    name
}

/// What files say of the version of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownVersion {
    /// The package, its name as [`package_name`] gives it.
    pub package: String,
    /// Which versions it may have.
    pub range: VersionRange,
    /// Whether it is the one that gets installed, as a lock or a pin says; else one of those that may be.
    pub is_pinned: bool,
    /// As it is written: `6.0.1`, `>=5,<7`.
    pub written: String,
    /// The file, below the root.
    pub file: String,
}

/// Whether what is known of a package's versions lies in a range; none when that cannot be told.
///
/// Pins decide alone. Without one, ranges decide, of which one that allows everything says nothing. All that decide must agree.
pub(crate) fn lies_in<'k>(range: &VersionRange, known: impl Iterator<Item = &'k KnownVersion> + Clone) -> Option<bool> {
    let is_pinned = known.clone().any(|version| version.is_pinned);
    let mut decided = None;
    for version in known.filter(|version| version.is_pinned == is_pinned && !version.range.is_all()) {
        let within = match (version.range.is_within(range), version.range.is_apart_from(range)) {
            (true, false) => true,
            (false, true) => false,
            _ => return None,
        };
        if decided.replace(within).is_some_and(|before| before != within) {
            return None;
        }
    }
    decided
}

/// By package, then as it is written and where.
impl Ord for KnownVersion {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |version: &Self| {
            (version.package.clone(), version.file.clone(), version.written.clone(), version.is_pinned)
        };
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for KnownVersion {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> VersionRange {
        VersionRange::requirement(text).unwrap_or_else(|| panic!("{text} is no requirement"))
    }

    fn holds(requirement: &str, version: &str) -> bool {
        VersionRange::exact(version).unwrap().is_within(&range(requirement))
    }

    #[test]
    fn versions_are_ordered_as_they_came() {
        let order = [
            "1.dev1",
            "1a1.dev1",
            "1a1",
            "1b2",
            "1rc1",
            "1rc1.post1",
            "1",
            "1.post1.dev2",
            "1.post1",
            "1.0.1",
            "1.1",
            "1.10",
            "2",
            "1!0.1",
        ];
        let versions: Vec<Version> = order.iter().map(|text| Version::parse(text).unwrap()).collect();
        assert!(versions.is_sorted(), "{versions:?}");
        for (a, b) in [("1.0", "1"), ("v1.0", "1.0.0"), ("1.0-1", "1.post1"), ("1.0.RC.1", "1rc1"), ("1+cpu.2", "1")] {
            assert_eq!(Version::parse(a), Version::parse(b), "{a}");
        }
    }

    #[test]
    fn what_is_no_version_is_none() {
        for text in ["", "x", "1..2", "1.x", "1+", "1 2", "1!", "99999999999999999999999", "1.0.*", "é", "1.0foo", "-1"]
        {
            assert_eq!(Version::parse(text), None, "{text}");
        }
        assert_eq!(Version::parse(&"1.".repeat(200)), None);
        assert_eq!(VersionRange::requirement(&">1,".repeat(100)), None);
        assert_eq!(VersionRange::of_poetry("^18446744073709551615"), None);
        assert_eq!(VersionRange::requirement("~=1"), None);
    }

    #[test]
    fn comparisons_hold_for_what_they_say() {
        let cases = [
            (">=2,<3", "2", true),
            (">=2,<3", "2.9.9", true),
            (">=2,<3", "3", false),
            (">=2,<3", "3rc1", false),
            ("<3rc2", "3rc1", true),
            ("==2.*", "2.7.post1", true),
            ("==2.*", "3", false),
            ("!=2.*", "2.5", false),
            ("!=2.5", "2.5.0", false),
            ("~=2.2", "2.9", true),
            ("~=2.2", "3", false),
            ("~=2.2.1", "2.3", false),
            (">2", "2.post1", false),
            (">2", "2.0.1", true),
            ("===2.0", "2", true),
            ("", "0.1", true),
        ];
        for (requirement, version, expected) in cases {
            assert_eq!(holds(requirement, version), expected, "{version} in {requirement}");
        }
    }

    #[test]
    fn poetry_has_signs_of_its_own() {
        for (written, same) in [
            ("^1.2.3", ">=1.2.3,<2"),
            ("^0.2.3", ">=0.2.3,<0.3"),
            ("^0.0", ">=0.0,<0.1"),
            ("~1.2", ">=1.2,<1.3"),
            ("~1", ">=1,<2"),
            ("1.2", "==1.2"),
            ("1.*", "==1.*"),
            (">=1, <2", ">=1,<2"),
            ("*", ""),
        ] {
            assert_eq!(VersionRange::of_poetry(written), Some(range(same)), "{written}");
        }
        let either = VersionRange::of_poetry("^1 || ^3").unwrap();
        assert!(VersionRange::exact("3.1").unwrap().is_within(&either));
        assert!(VersionRange::exact("2.1").unwrap().is_apart_from(&either));
    }

    fn known(written: &str, is_pinned: bool) -> KnownVersion {
        let range = if is_pinned { VersionRange::exact(written).unwrap() } else { range(written) };
        KnownVersion { package: "p".to_owned(), range, is_pinned, written: written.to_owned(), file: String::new() }
    }

    #[test]
    fn pins_decide_and_then_ranges_when_all_agree() {
        let asked = range(">=2,<3");
        let decide = |known: &[KnownVersion]| lies_in(&asked, known.iter());
        assert_eq!(decide(&[]), None);
        assert_eq!(decide(&[known("2.5", true)]), Some(true));
        assert_eq!(decide(&[known("1.5", true), known(">=2,<3", false)]), Some(false));
        assert_eq!(decide(&[known("1.5", true), known("2.5", true)]), None);
        assert_eq!(decide(&[known(">=2.1,<2.4", false), known("", false)]), Some(true));
        assert_eq!(decide(&[known(">=2", false)]), None);
        assert_eq!(decide(&[known(">=3", false)]), Some(false));
        assert_eq!(decide(&[known(">=3", false), known("<2", false), known("==2.1", false)]), None);
        assert_eq!(decide(&[known(">=3,<3", false)]), None);
    }

    #[test]
    fn names_of_packages_are_compared_as_indexes_do() {
        assert_eq!(package_name(" Flask_-.SQLAlchemy "), "flask-sqlalchemy");
    }
}
