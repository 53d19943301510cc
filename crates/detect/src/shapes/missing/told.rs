//! Findings in words: which siblings do the check, where, and how many of how many.

use program::FuncId;

use super::Check;
use super::checks::Checks;
use super::siblings::{ENOUGH, MANY, Standing};
use crate::shapes::{Draft, Seen};
use crate::{Spot, Step};

/// How many siblings are named.
const NAMED: usize = 3;

/// What siblings do.
pub(super) struct Told<'s> {
    /// Those that surely check, and how.
    pub(super) checked: Vec<(FuncId, &'s Check)>,
    /// How many there are.
    pub(super) all: usize,
    /// Whether the place does something that the rule is about; if not, nearly all others must agree.
    pub(super) acts: bool,
}

impl Told<'_> {
    /// Whether three quarters do, and three at least; nine tenths, and five, for what only answers.
    pub(super) fn is_strong(&self) -> bool {
        let Self { checked, all, acts } = self;
        let (least, parts, of) = if *acts { (ENOUGH, 3, 4) } else { (MANY, 9, 10) };
        checked.len() >= least && of * checked.len() >= parts * all
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
            if checked.len() < ENOUGH { "few" } else { "less than three quarters" }
        ));
    }
    let by_name = checked.iter().filter(|(_, check)| check.is_assumed).count();
    if checked.len() - by_name < ENOUGH
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
        rule: index,
        case,
        function: id,
        value: standing.point.map_or(ir::Value(0), |point| point.value),
        row: None,
        slots,
        steps,
        assumptions: assumed(told, "entry points"),
        source: None,
        secrets: Vec::new(),
        statement: Some(format!("{} lacks", question.rule.id)),
        spot: Some(spot),
    };
    Some(question.scene.draft(question.rule, seen))
}
