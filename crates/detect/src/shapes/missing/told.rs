//! Findings in words: which siblings do the check, where, and how many of how many.

use program::FuncId;

use super::Check;
use super::checks::Checks;
use super::standing::{ENOUGH, Standing};
use crate::shapes::{Draft, Seen};
use crate::{Spot, Step};

/// How many siblings are named.
const NAMED: usize = 3;

/// How many siblings must agree for the comparison to say something by itself.
#[derive(Clone, Copy)]
pub(super) enum Agreement {
    /// Three quarters, and three at least.
    Mostly,
    /// Nine tenths, and so many at least.
    Nearly {
        /// How many.
        least: usize,
    },
}

/// What siblings do.
pub(super) struct Told<'s> {
    /// Those that surely check, and how.
    pub(super) checked: Vec<(FuncId, &'s Check)>,
    /// How many there are.
    pub(super) all: usize,
    /// How many must agree.
    pub(super) agreement: Agreement,
}

impl<'s> Told<'s> {
    /// What some of a group do.
    pub(super) fn of<T>(
        others: &[&'s T],
        check: impl Fn(&'s T) -> Option<(FuncId, &'s Check)>,
        agreement: Agreement,
    ) -> Self {
        Self { checked: others.iter().filter_map(|other| check(other)).collect(), all: others.len(), agreement }
    }

    /// Whether as many agree as must.
    pub(super) fn is_strong(&self) -> bool {
        let (parts, of) = match self.agreement {
            Agreement::Mostly => (3, 4),
            Agreement::Nearly { .. } => (9, 10),
        };
        !self.is_few() && of * self.checked.len() >= parts * self.all
    }

    fn is_few(&self) -> bool {
        let least = match self.agreement {
            Agreement::Mostly => ENOUGH,
            Agreement::Nearly { least } => least,
        };
        self.checked.len() < least
    }

    /// Whether most do.
    pub(super) fn is_worth_telling(&self, alone: bool) -> bool {
        alone || !self.checked.is_empty() && 2 * self.checked.len() >= self.all
    }
}

/// What names a sibling for people.
fn named(checks: &Checks<'_, '_>, id: FuncId, check: &Check) -> String {
    let names = checks.question.scene.names;
    let function = checks.program().function(id);
    let file = names.files[checks.program().module_of(id).index()];
    let line = file.lines.line(function.name_span.start);
    format!("`{}` (`{}`, {}:{line})", names.function(id), check.written, file.path)
}

/// The siblings in words: a few by name, and how many of how many.
pub(super) fn siblings(checks: &Checks<'_, '_>, told: &Told<'_>) -> String {
    let mut listed: Vec<String> =
        told.checked.iter().take(NAMED).map(|(id, check)| named(checks, *id, check)).collect();
    let more = told.checked.len().saturating_sub(NAMED);
    if more > 0 {
        listed.push(format!("{more} more"));
    }
    match listed.pop() {
        Some(last) if listed.is_empty() => last,
        Some(last) => format!("{} and {last}", listed.join(", ")),
        None => "none".to_owned(),
    }
}

/// What a comparison assumes.
pub(super) fn assumed(told: &Told<'_>, what: &str) -> Vec<String> {
    let mut assumptions = Vec::new();
    let Told { checked, all, .. } = told;
    if checked.is_empty() {
        assumptions.push(
            "nothing outside of this code does it: a server in front, a plug-in, what the settings name".to_owned(),
        );
        return assumptions;
    }
    assumptions.push(format!("what {} of {all} {what} beside it do is meant for it, too", checked.len()));
    if !told.is_strong() {
        assumptions.push(format!(
            "{} of {all} are enough to tell a rule by, though they are {}",
            checked.len(),
            match told.agreement {
                _ if told.is_few() => "few",
                Agreement::Mostly => "less than three quarters",
                Agreement::Nearly { .. } => "less than nine tenths",
            }
        ));
    }
    let by_name = checked.iter().filter(|(_, check)| check.is_assumed).count();
    // Where enough agree, they agree on what the name says.
    if checked.len() - by_name < ENOUGH
        && !told.is_strong()
        && let Some((_, check)) = checked.iter().find(|(_, check)| check.is_assumed)
    {
        assumptions.push(format!("`{}` is the check that its name says", check.written));
    }
    assumptions
}

/// The finding at an entry point.
pub(super) fn tell(
    checks: &Checks<'_, '_>,
    index: usize,
    standing: &Standing<'_, '_>,
    told: &Told<'_>,
    doubt: Option<&Check>,
) -> Option<Draft> {
    let question = checks.question;
    let names = question.scene.names;
    let id = standing.unit.function;
    let function = checks.program().function(id);
    let spot = Spot { module: standing.unit.module, span: function.name_span };
    let case = match standing.point {
        Some(point) => question.rule.case(point.site.kind, point.site.context)?,
        None => question.rule.cases.first()?,
    };
    let action = match standing.point {
        Some(point) => {
            let called = names.callee(point.site.function, point.site.value);
            let verb = if point.through.is_some() { "reaches" } else { "calls" };
            format!("{verb} `{called}`")
        }
        None if !standing.acts => "answers requests".to_owned(),
        None => {
            let is_told = |method: &&String| question.asked.methods.iter().any(|pattern| pattern.is_match(method));
            let method = standing.unit.methods.iter().find(is_told).map(|method| method.to_uppercase());
            format!("answers `{}` requests", method.unwrap_or_default())
        }
    };
    let mut steps: Vec<Step> = told
        .checked
        .iter()
        .take(NAMED)
        .map(|(sibling, check)| Step {
            spot: check.spot,
            note: format!("{} does it: `{}`", names.function_in_words(*sibling), check.written),
        })
        .collect();
    if let Some(point) = standing.point {
        steps.push(Step {
            spot: names.spot(point.site.function, point.site.value),
            note: format!("`{}` is reached without it", names.callee(point.site.function, point.site.value)),
        });
    }
    let mut assumptions = assumed(told, "entry points");
    if let (Some(assumed), false) = (&question.asked.answers_assume, standing.acts) {
        assumptions.push(assumed.clone());
    }
    if standing.is_open_question() {
        assumptions.push("what is asked within it is something else".to_owned());
    }
    if let Some(check) = doubt {
        assumptions
            .push(format!("`{}`, which is asked before some requests, is not asked before this one", check.written));
    }
    let entry = standing.unit.path.as_ref().map(|path| format!(" (`{path}`)")).unwrap_or_default();
    let siblings = if told.checked.is_empty() { String::new() } else { siblings(checks, told) };
    let slots = vec![
        ("argument", String::new()),
        ("entry", entry),
        ("name", String::new()),
        ("value", String::new()),
        ("siblings", siblings),
        ("action", action),
    ];
    let seen = Seen {
        steps,
        assumptions,
        statement: Some(format!("{} lacks", question.rule.id)),
        spot: Some(spot),
        ..Seen::of(index, case, (id, standing.point.map_or(ir::Value(0), |point| point.value)), slots)
    };
    Some(question.scene.draft(question.rule, seen))
}
