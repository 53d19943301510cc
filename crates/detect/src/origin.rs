//! Who writes what a way begins with: where that is, what kind of person it is, and whether he has to say who he is.
//!
//! Takes the flows to a place; gives the [`Origin`] of the one that most people can begin, and, for who asks, what is checked before
//! the function in which it begins.

use engine::Flow;
use knowledge::{Compared, Kinds, Shape, Threat};
use program::FuncId;

use crate::Spot;
use crate::names::Names;
use crate::shapes::{Scene, Stood, stood};
use crate::steps::{source_span, source_text};
use crate::why::Evidence;

/// The use by which a program asks who somebody is.
const LOGIN: &str = "authentication-check";

/// Where data begins, and who writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Who controls it.
    pub threat: Threat,
    /// Where it is read.
    pub spot: Spot,
    /// The code that reads it, or the name under which it comes in.
    pub text: String,
    /// The function that reads it.
    pub function: FuncId,
}

/// What is known of the login at an entry point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Login {
    /// It is asked for: as it is written, and where.
    Asked(String, Spot),
    /// Nothing in it, around it and on the way asks who somebody is: the entry point in words.
    Unasked(String),
}

/// Where a flow begins; none where nobody controls it.
pub(crate) fn of_flow(names: Names<'_, '_>, kinds: &Kinds, flow: &Flow) -> Option<Origin> {
    let threat = kinds.get(flow.source.kind).threat?;
    let spot = Spot { span: source_span(names, flow), ..names.spot(flow.source.function, flow.source.value) };
    Some(Origin { threat, spot, text: source_text(names, flow), function: flow.source.function })
}

/// Where that of some flows begins which most people can begin. None where one begins with what nobody controls: there it does
/// not matter who asks.
pub(crate) fn widest<'f>(
    names: Names<'_, '_>,
    kinds: &Kinds,
    flows: impl IntoIterator<Item = &'f Flow>,
) -> Option<Origin> {
    let of_flow = |flow: &'f Flow| Some((kinds.get(flow.source.kind).threat?, flow));
    let all: Option<Vec<(Threat, &Flow)>> = flows.into_iter().map(of_flow).collect();
    let (_, flow) = all?.into_iter().min_by_key(|(threat, _)| width(*threat))?;
    self::of_flow(names, kinds, flow)
}

/// The fewer can write it, the larger.
fn width(threat: Threat) -> usize {
    Threat::ALL.iter().position(|known| *known == threat).unwrap_or_default()
}

/// Whether a function that clients reach asks who they are; none where it is no such function, is meant for everybody, or where
/// that cannot be told.
pub fn login(evidence: Evidence<'_, '_>, function: FuncId) -> Option<Login> {
    let Evidence { program, files, knowledge, analysis, .. } = evidence;
    let names = Names { program, files };
    let wanted = knowledge.kinds.find(LOGIN)?;
    let (rule, asked) = knowledge.rules.iter().find_map(|rule| match &rule.shape {
        Shape::Missing(asked) if matches!(asked.each, Compared::Entries) && asked.checks.contains(&wanted) => {
            Some((rule, asked))
        }
        _ => None,
    })?;
    let scene = Scene::new(names, knowledge, analysis);
    match stood(&scene, rule, asked, function)? {
        Stood::Done(written, spot) => Some(Login::Asked(written, spot)),
        Stood::Not => Some(Login::Unasked(names.function_in_words(function))),
        Stood::Perhaps => None,
    }
}
