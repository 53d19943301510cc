//! What was not looked at, as notifications of the run.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use review::{Gap, Place, Review, Skip, SkipReason};

use super::document::{Descriptor, DescriptorReference, Help, Location, Message, Notification};
use super::region::{file, line_of};
use crate::sink::SarifText;
use crate::{HOMEPAGE, summary, words};

/// A kind of notification: its id, its name, and what it says.
pub(crate) type NotificationKind = (&'static str, &'static str, &'static str);

/// The kinds of notifications of a review, in the order of the tool's list. Every list of kinds begins with the same three.
pub(crate) const KINDS: [NotificationKind; 11] = [
    ("FLW/gap", "Gap", "A place in an analysed file could not be parsed or understood."),
    ("FLW/limit", "Limit", "A limit was reached, and the analysis went on with less precision."),
    ("FLW/not-analysed", "NotAnalysed", "A supported file could not be analysed."),
    ("FLW/skipped", "Skipped", "Files were left out of the analysis."),
    ("FLW/unresolved-calls", "UnresolvedCalls", "Calls have an unknown target, so flows through them are unknown."),
    ("FLW/looked-for", "LookedFor", "What was parsed, and which weaknesses were looked for."),
    ("FLW/suppression", "Suppression", "A suppression comment has no effect, or is another tool's."),
    (
        "FLW/withheld",
        "Withheld",
        "Findings below the asked confidence or severity, or of rules switched off, are not listed.",
    ),
    ("FLW/reduction", "Reduction", "The project's own configuration takes something away from the review."),
    ("FLW/taught", "Taught", "The project's own knowledge adds to the review."),
    ("FLW/versions", "Versions", "What files say of the versions of libraries, and what no file settles."),
];

/// Kinds as the tool declares them.
pub(crate) fn descriptors(kinds: &[NotificationKind]) -> Vec<Descriptor> {
    kinds
        .iter()
        .map(|(id, name, text)| Descriptor {
            id: (*id).to_owned(),
            name: Some((*name).to_owned()),
            short_description: Some(Message { text: SarifText::new(text) }),
            full_description: Some(Message { text: SarifText::new(text) }),
            help: Some(Help { text: SarifText::new(text), markdown: (*text).to_owned() }),
            help_uri: Some(HOMEPAGE.to_owned()),
            ..Descriptor::default()
        })
        .collect()
}

/// Notifications of some kinds, which are named by their places in the list.
pub(crate) struct Notifications {
    kinds: &'static [NotificationKind],
    pub(crate) all: Vec<Notification>,
}

impl Notifications {
    /// None yet.
    pub(crate) fn of(kinds: &'static [NotificationKind]) -> Self {
        Self { kinds, all: Vec::new() }
    }

    /// Adds one.
    pub(crate) fn add(&mut self, kind: usize, level: &'static str, text: &str, locations: Vec<Location>) {
        let id = self.kinds.get(kind).map_or("", |(id, ..)| id);
        self.all.push(Notification {
            descriptor: DescriptorReference { id: id.to_owned(), index: kind, tool_component: None },
            level,
            message: Message { text: SarifText::sentence(text) },
            locations,
        });
    }

    /// Adds places that were not understood.
    pub(crate) fn gaps(&mut self, gaps: &[Gap]) {
        for gap in gaps {
            self.add(0, "warning", &gap.text, vec![line_of(&gap.place)]);
        }
    }

    /// Adds a limit that was reached, perhaps at a place.
    pub(crate) fn limit(&mut self, text: &str, place: Option<&Place>) {
        let place = place.filter(|place| !place.path.is_empty());
        self.add(1, "warning", text, place.map(line_of).into_iter().collect());
    }

    /// Adds a file that could not be analysed.
    pub(crate) fn not_analysed(&mut self, skip: &Skip) {
        self.add(2, "warning", &format!("'{}': {}.", skip.path, skip.reason.words()), vec![file(&skip.path)]);
    }
}

/// All notifications of a review.
pub(super) fn notifications(review: &Review) -> Vec<Notification> {
    let coverage = &review.coverage;
    let mut all = Notifications::of(&KINDS);
    all.gaps(&coverage.gaps);
    for cut in &coverage.cuts {
        let function = if cut.function.is_empty() { String::new() } else { format!("'{}': ", cut.function) };
        all.limit(&format!("{function}{}", cut.text), Some(&cut.place));
    }
    for (reason, skips) in summary::skips(coverage) {
        skipped(reason, &skips, &mut all);
    }
    let unresolved = &coverage.unresolved;
    if unresolved.count > 0 {
        let text = format!(
            "{} in {} could not be resolved, so flows through them are unknown.",
            words::count(unresolved.count, "call"),
            words::count(unresolved.files, "file")
        );
        // The schema wants locations to differ, and these have no columns: two calls of a line may be one.
        let mut seen = BTreeSet::new();
        let first = unresolved.first.iter();
        let each_once = first.filter(|call| {
            let Place { path, line, end_line, .. } = &call.place;
            seen.insert((path, line, end_line, SarifText::new(&call.callee)))
        });
        let locations = each_once.map(|call| line_of(&call.place).saying(SarifText::new(&call.callee)));
        all.add(4, "note", &text, locations.collect());
    }
    all.add(5, "note", &looked_for(review), Vec::new());
    let quoted = |text: &str| format!("'{text}'");
    let (said, unsettled) = (summary::versions_said(coverage, quoted), summary::unsettled(coverage, quoted));
    if !said.is_empty() {
        let said = words::first(said.into_iter(), 20);
        all.add(10, "note", &format!("Versions of libraries, as files say: {said}."), Vec::new());
    }
    if !unsettled.is_empty() {
        all.add(10, "note", &format!("Versions that no file settles, {unsettled}."), Vec::new());
    }
    for stale in &review.stale {
        let text = format!("'{}' has no effect: {}", stale.text, stale.why);
        all.add(6, "note", &text, vec![line_of(&stale.place)]);
    }
    for foreign in &review.foreign {
        let obeyed = if foreign.obeyed { "obeyed" } else { "not obeyed" };
        let text = format!("'{}' beside a finding of '{}' was {obeyed}.", foreign.text, foreign.rule);
        all.add(6, "note", &text, vec![line_of(&foreign.place)]);
    }
    let withheld = review.withheld;
    if withheld != review::Withheld::default() {
        let text = format!(
            "Not listed: {} below the asked confidence, {} below the asked severity, {} of rules that are switched off.",
            words::number(withheld.by_confidence),
            words::number(withheld.by_severity),
            words::number(withheld.by_configuration)
        );
        all.add(7, "note", &text, Vec::new());
    }
    for reduction in &review.configuration.reductions {
        let reason = if reduction.reason.is_empty() { String::new() } else { format!(": {}", reduction.reason) };
        let text = format!("{} ({}){reason}", reduction.text, summary::concerned(reduction));
        all.add(8, "note", &text, vec![line_of(&reduction.place)]);
    }
    if let Some(taught) = &review.configuration.taught {
        let text = format!("The project teaches {}.", summary::taught(taught, str::to_owned));
        all.add(9, "note", &text, Vec::new());
    }
    all.all
}

fn skipped(reason: SkipReason, skips: &[&Skip], all: &mut Notifications) {
    if reason.is_incomplete() {
        for skip in skips {
            all.not_analysed(skip);
        }
    } else {
        let first = words::first(skips.iter().map(|skip| format!("'{}'", skip.path)), 10);
        let text = format!("{} left out, {}: {first}.", words::count(summary::files(skips), "file"), reason.words());
        all.add(3, "note", &text, Vec::new());
    }
}

fn looked_for(review: &Review) -> String {
    let coverage = &review.coverage;
    let list = |ids: Vec<String>| if ids.is_empty() { "nothing".to_owned() } else { words::list(&ids) };
    let ids = summary::weaknesses(&coverage.looked_for).keys().map(|id| format!("CWE-{id}")).collect();
    let mut text = format!("Parsed {}; looked for {}.", summary::parsed(coverage, str::to_owned), list(ids));
    if !coverage.not_looked_for.is_empty() {
        let ids = coverage.not_looked_for.iter().map(|cwe| format!("CWE-{}", cwe.id)).collect();
        let _ = write!(text, " Of the CWE Top 25, not looked for: {}.", list(ids));
    }
    text
}
