//! Answers for rules of other shapes than flows, where no finding stands: a setting that is given, a literal that is no
//! secret, an earlier use that is missing.

use engine::Answer as Given;
use ir::Value;
use knowledge::{Missing, Rule, Shape};
use program::FuncId;

use super::{Answer, Standing, Why};
use crate::shapes::{Scene, Stood, stood};

/// Whether it is decided by what a single call is given whether a rule of that shape holds there.
pub(super) fn is_decided_at_a_call(shape: &Shape) -> bool {
    !matches!(
        shape,
        Shape::Carried(_)
            | Shape::Filter(_)
            | Shape::Pattern { .. }
            | Shape::Look { .. }
            | Shape::Trial { .. }
            | Shape::Script { .. }
            | Shape::Repeated { .. }
            | Shape::Default
    )
}

impl Why<'_, '_> {
    /// The answer for a use or literal that is no finding; none for a rule of flows, or when there is no such thing at
    /// the place.
    pub(super) fn other_shape(&self, index: usize, rule: &Rule, function: FuncId, value: Value) -> Option<Answer> {
        let told = |cwe: u16, standing: Standing, reason: &'static str, text: String, change: &str| {
            let change = change.to_owned();
            Some(Answer {
                rule: Some(index),
                cwe: Some(cwe),
                standing,
                reason,
                text,
                change,
                ..self.nothing(function, value)
            })
        };
        let kinds = &self.evidence.knowledge.kinds;
        let uses = &self.evidence.analysis.uses;
        let site = uses.iter().find(|site| {
            (site.function, site.value) == (function, value) && rule.case(site.kind, site.context).is_some()
        });
        let case = site.and_then(|site| rule.case(site.kind, site.context));
        let callee = self.names.callee(function, value);
        match &rule.shape {
            Shape::Flow { .. }
            | Shape::Carried(_)
            | Shape::Filter(_)
            | Shape::Pattern { .. }
            | Shape::Look { .. }
            | Shape::Trial { .. }
            | Shape::Script { .. }
            | Shape::Repeated { .. }
            | Shape::Default => None,
            Shape::Call { .. } => told(
                case?.cwe,
                Standing::Refuted,
                "other-use",
                format!("Of what `{callee}` gives, only attributes are read: nothing is done with it."),
                "Something would have to be done with it.",
            ),
            Shape::Absence { lacks, names, .. } => {
                let (site, case) = (site?, case?);
                let given = site.settings.iter().filter(|setting| setting.kind == *lacks).map(|setting| setting.given);
                let noun = &kinds.get(*lacks).noun;
                match given.max() {
                    Some(Given::No) if !names.is_empty() => told(
                        case.cwe,
                        Standing::Refuted,
                        "name",
                        format!("`{callee}` lacks {noun}, but the name there is none that the rule asks for."),
                        "Its name would have to tell that it matters.",
                    ),
                    Some(Given::Yes) => told(
                        case.cwe,
                        Standing::Refuted,
                        "setting-given",
                        format!("`{callee}` is given {noun}."),
                        "Without it, it would be a finding.",
                    ),
                    None => told(
                        case.cwe,
                        Standing::Refuted,
                        "no-setting",
                        format!("`{callee}` takes no such thing as {noun}."),
                        "",
                    ),
                    Some(_) => told(
                        case.cwe,
                        Standing::Undecided,
                        "setting-unclear",
                        format!("It cannot be told whether `{callee}` is given {noun}."),
                        "The setting would have to be written where the call stands.",
                    ),
                }
            }
            Shape::Value { .. } => {
                let sink = self.examination.sites().iter().find(|sink| {
                    (sink.function, sink.value) == (function, value) && rule.case(sink.kind, sink.context).is_some()
                })?;
                let cwe = rule.case(sink.kind, sink.context)?.cwe;
                let literals = &self.evidence.analysis.literals;
                let is_literal = literals
                    .iter()
                    .any(|literal| (literal.function, literal.value, literal.kind) == (function, value, sink.kind));
                let given = self.names.argument(function, value, sink.given);
                if is_literal {
                    let text =
                        "A literal goes in, but it looks like a placeholder or a word that keeps nothing secret.";
                    return told(cwe, Standing::Refuted, "harmless-literal", text.to_owned(), "");
                }
                told(
                    cwe,
                    Standing::Refuted,
                    "no-literal",
                    format!("What goes in, `{given}`, is not written in the code."),
                    "A literal would have to go in.",
                )
            }
            Shape::Missing(asked) => {
                let nouns: Vec<&str> = asked.checks.iter().map(|kind| kinds.get(*kind).noun.as_str()).collect();
                if let Some((standing, reason, text)) = self.stood(rule, asked, function, &nouns) {
                    return told(rule.cases.first()?.cwe, standing, reason, text, "");
                }
                told(
                    case?.cwe,
                    Standing::Undecided,
                    "no-sibling",
                    format!(
                        "Of `{callee}` nothing is told: {} may be done on the way, or nothing like it is done beside it.",
                        nouns.join(" or ")
                    ),
                    "Entry points beside it would have to do the check, and this one would have to leave it out.",
                )
            }
            Shape::Asserted { .. } => told(
                case?.cwe,
                Standing::Refuted,
                "no-assertion",
                format!("What `{callee}` says decides about more than a check that the language may leave out."),
                "An assertion would have to be all that asks for it.",
            ),
            Shape::Order { before, .. } => {
                let noun = &kinds.get(*before).noun;
                told(
                    case?.cwe,
                    Standing::Refuted,
                    "no-earlier-use",
                    format!(
                        "Before `{callee}` there is no {} of the same value on the way.",
                        noun.trim_start_matches("a ")
                    ),
                    "A check of the same value would have to come before it.",
                )
            }
        }
    }

    /// What is known of the check that a rule asks for, at an entry point that somebody asks that rule about.
    fn stood(
        &self,
        rule: &Rule,
        asked: &Missing,
        function: FuncId,
        nouns: &[&str],
    ) -> Option<(Standing, &'static str, String)> {
        self.asked.rules?;
        let scene = Scene::new(self.names, self.evidence.knowledge, self.evidence.analysis);
        let name = self.names.function_in_words(function);
        let nouns = nouns.join(" or ");
        match stood(&scene, rule, asked, function)? {
            Stood::Done(written, spot) => {
                let file = self.evidence.files[spot.module.index()];
                let line = file.lines.line(spot.span.start);
                let text = format!("{name} is reached only past `{written}` ({}:{line}), {nouns}.", file.path);
                Some((Standing::Refuted, "checked", text))
            }
            Stood::Perhaps => None,
            Stood::Not => {
                let text = format!("Clients reach {name}, and nothing in it, around it and on the way is {nouns}.");
                Some((Standing::Undecided, "unchecked", text))
            }
        }
    }
}
