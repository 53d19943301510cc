//! What of a project is lowered: its code, and of the files of configuration those that may hold something.
//!
//! Files of configuration are looked at for literals alone. A project may have many of them, most of which hold nothing that a
//! rule asks for; so a file goes on only when its text fits the `hints` or the `marks` of a rule of literals.

use std::ops::Deref;

use knowledge::{Knowledge, Pattern, Rule, Shape};
use rayon::prelude::*;

use crate::{Project, ProjectFile};

/// A project with the files that are lowered: modules stand in their order.
pub(crate) struct Inputs<'p> {
    project: &'p Project,
    /// Those of code by path, and behind them those of configuration by path.
    pub(crate) files: Vec<&'p ProjectFile>,
}

impl<'p> Inputs<'p> {
    pub(crate) fn of<'k>(project: &'p Project, knowledge: &'k Knowledge) -> Self {
        let of_rule = |rule: &'k Rule| match &rule.shape {
            Shape::Value { marks, hints, .. } => [marks.as_slice(), hints],
            _ => [&[][..], &[]],
        };
        let hints: Vec<&Pattern> = knowledge.rules.iter().flat_map(of_rule).flatten().collect();
        let may_hold = |file: &&ProjectFile| hints.iter().any(|hint| hint.is_match(&file.source.text));
        let configuration: Vec<&ProjectFile> = project.configuration.par_iter().filter(may_hold).collect();
        Self { project, files: project.files.iter().chain(configuration).collect() }
    }
}

impl Deref for Inputs<'_> {
    type Target = Project;

    fn deref(&self) -> &Project {
        self.project
    }
}
