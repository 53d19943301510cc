//! All that is known, loaded and checked, and the questions that can be asked of it.

use std::path::Path;

use crate::files::{built_in_files, read_folder};
use crate::{
    Compared, ContextId, Effect, KindId, KindSet, Kinds, KnowledgeErrors, KnowledgeFile, Model, Names, Rule, RuleId,
    Shape,
};

/// Kinds, models and rules.
#[derive(Clone, Debug)]
pub struct Knowledge {
    /// The vocabulary.
    pub kinds: Kinds,
    /// All names of which the models speak, and their rows.
    pub names: Names,
    /// The models, by file.
    pub models: Vec<Model>,
    /// The rules, by id.
    pub rules: Vec<Rule>,
    /// The pages of examples, by path.
    pub pages: Vec<Page>,
}

/// A page of examples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The file, below the knowledge folder.
    pub path: String,
    /// The language, by its file or folder name.
    pub language: String,
    /// What its examples show.
    pub about: About,
    /// The Markdown text.
    pub text: String,
    /// Whether it is of the reviewed project's own.
    pub local: bool,
}

/// What a page's examples show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// The rule of that id.
    Rule(String),
    /// The model of that library.
    Model(String),
}

/// A kind, or a context of one, of which one side does not speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unused {
    /// The kind.
    pub kind: KindId,
    /// The context; none when the kind as a whole is unused.
    pub context: Option<ContextId>,
    /// Who does not speak of it.
    pub by: Side,
}

/// Those who speak in kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The rules.
    Rules,
    /// The models.
    Models,
}

impl Knowledge {
    /// What is part of the program.
    pub fn built_in() -> Result<Self, KnowledgeErrors> {
        Self::load(&built_in_files())
    }

    /// Loads knowledge from texts, in whatever order they come.
    pub fn load(files: &[KnowledgeFile]) -> Result<Self, KnowledgeErrors> {
        crate::load::load(files)
    }

    /// Loads knowledge from a folder that holds `models/` and `rules/`; for development and tests.
    pub fn from_folder(folder: &Path) -> Result<Self, KnowledgeErrors> {
        Self::load(&read_folder(folder)?)
    }

    /// The rule of that id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rule_id(id).map(|id| self.get_rule(id))
    }

    /// The place of the rule of that id.
    pub fn rule_id(&self, id: &str) -> Option<RuleId> {
        self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok().map(|at| RuleId(at as u16))
    }

    /// The rule at a place.
    pub fn get_rule(&self, id: RuleId) -> &Rule {
        &self.rules[id.0 as usize]
    }

    /// The rules that have a case of that CWE id, by id.
    pub fn rules_for_cwe(&self, cwe: u16) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(move |rule| rule.cases.iter().any(|case| case.cwe == cwe))
    }

    /// The kinds of which no rule speaks, or no model: the vocabulary must not outgrow its speakers.
    pub fn unused_kinds(&self) -> Vec<Unused> {
        let (rules, models) = (self.said_by_rules(), self.said_by_models());
        let mut unused = Vec::new();
        for kind in self.kinds.ids() {
            // A state is a matter between models.
            let is_state = self.kinds.get(kind).role == crate::Role::State;
            let by_rule = is_state || rules.iter().any(|(said, _)| *said == kind);
            let by_model = models.iter().any(|(said, _)| *said == kind);
            for (used, by) in [(by_rule, Side::Rules), (by_model, Side::Models)] {
                if !used {
                    unused.push(Unused { kind, context: None, by });
                }
            }
        }
        unused
    }

    /// The contexts of which no rule speaks, or no model, of kinds of which both do.
    pub fn unused_contexts(&self) -> Vec<Unused> {
        let mut unused = Vec::new();
        for (said, by) in [(self.said_by_rules(), Side::Rules), (self.said_by_models(), Side::Models)] {
            for kind in self.kinds.ids().filter(|kind| said.iter().any(|(other, _)| other == kind)) {
                let contexts = (0..self.kinds.get(kind).contexts.len() as u8).map(ContextId);
                let missing = contexts.filter(|context| !said.contains(&(kind, Some(*context))));
                unused.extend(missing.map(|context| Unused { kind, context: Some(context), by }));
            }
        }
        unused.sort_unstable();
        unused
    }

    /// The kinds of which rules speak, each context apart.
    fn said_by_rules(&self) -> Vec<(KindId, Option<ContextId>)> {
        let mut said = Vec::new();
        for rule in &self.rules {
            for case in &rule.cases {
                said.extend(self.in_contexts(case.kind, &case.contexts));
            }
            match &rule.shape {
                Shape::Flow { sources, .. } => said.extend(KindSet::iter(*sources).map(|kind| (kind, None))),
                Shape::Absence { lacks, .. } => said.push((*lacks, None)),
                Shape::Order { before, contexts } => said.extend(self.in_contexts(*before, contexts)),
                Shape::Call { telling } => {
                    said.extend(telling.data.into_iter().chain(telling.result).map(|kind| (kind, None)));
                    for reaching in &telling.reaches {
                        said.extend(self.in_contexts(reaching.kind, &reaching.contexts));
                    }
                }
                Shape::Missing(missing) => {
                    if let Compared::Updates(updates) = &missing.each {
                        said.push((updates.read, None));
                    }
                    said.extend(missing.checks.iter().chain(&missing.together_with).map(|kind| (*kind, None)));
                    for kind in &missing.checks {
                        said.extend(self.in_contexts(*kind, &[]));
                    }
                    if let Some(refuses) = missing.refuses {
                        said.extend(self.in_contexts(refuses, &missing.refuses_contexts));
                    }
                }
                Shape::Value { .. }
                | Shape::Asserted { .. }
                | Shape::Repeated { .. }
                | Shape::Carried(_)
                | Shape::Filter(_)
                | Shape::Pattern { .. }
                | Shape::Look { .. }
                | Shape::Trial { .. }
                | Shape::Script { .. }
                | Shape::Default => {}
            }
        }
        said
    }

    /// A kind in each of the contexts, or in all of its contexts when none is given.
    fn in_contexts(&self, kind: KindId, contexts: &[ContextId]) -> Vec<(KindId, Option<ContextId>)> {
        let all = (0..self.kinds.get(kind).contexts.len() as u8).map(ContextId);
        let mut said: Vec<_> = all
            .filter(|context| contexts.is_empty() || contexts.contains(context))
            .map(|context| (kind, Some(context)))
            .collect();
        said.push((kind, None));
        said
    }

    /// The kinds of which models speak, each context apart.
    fn said_by_models(&self) -> Vec<(KindId, Option<ContextId>)> {
        // What text is like is told by the text itself.
        let texts = self.kinds.ids().filter(|&id| self.kinds.get(id).text.is_some());
        let mut said: Vec<_> = texts.map(|kind| (kind, None)).collect();
        for row in &self.names.rows {
            match &row.effect {
                Effect::Source { kind, .. } => said.push((*kind, None)),
                Effect::Pass { becomes, turns, .. } => {
                    said.extend(becomes.iter().map(|kind| (kind, None)));
                    said.extend(turns.iter().map(|&(_, into)| (into, None)));
                }
                Effect::Sink { kind, context, .. }
                | Effect::Named { kind, context, .. }
                | Effect::Compared { kind, context, .. } => {
                    said.push((*kind, *context));
                }
                Effect::Use { kind, context, settings, .. } => {
                    said.push((*kind, *context));
                    said.extend(settings.iter().map(|setting| (setting.kind, None)));
                }
                Effect::Bound(bound) => {
                    said.push((bound.kind, bound.context));
                    said.extend(bound.settings.iter().map(|setting| (setting.kind, None)));
                }
                Effect::Route(route) => {
                    said.extend(route.parameters.map(|kind| (kind, None)));
                    said.extend(route.returns);
                }
                _ => {}
            }
        }
        said.sort_unstable();
        said.dedup();
        said
    }
}
