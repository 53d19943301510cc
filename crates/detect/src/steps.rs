//! A witness as people read it: where the data comes from, each hop at which something happens to it, and where it
//! ends. What happens on one line between two calls is one step.

use engine::{Analysis, Flow, Hop, HopKind};
use ir::{BinaryOp, Callee, Op, ParamKind, SequenceKind, Value};
use knowledge::{Effect, Knowledge, PortBase, RowId, StringEffect, Via};
use program::{FuncId, Target};

use crate::manner::is_text;
use crate::names::Names;
use crate::{Spot, Step};

/// How many steps are shown; the middle of a longer way is left out and counted.
const MOST: usize = 24;

/// What a hop says.
struct Note {
    /// The operation.
    at: (FuncId, Value),
    spot: Spot,
    text: Text,
}

enum Text {
    /// The source: it begins the way and swallows what is only more of the same expression.
    Source(String),
    /// A step that is always told; a predicate goes on from "it" or from the text that it has become part of.
    Predicate(String),
    /// A step that is always told.
    Clause(String),
    /// It becomes part of something longer.
    Part(String),
    /// A step that is told when nothing that weighs more happens on its line.
    Light(u8, String),
}

/// Notes of one flow.
struct Story<'a, 'k> {
    names: Names<'a, 'k>,
    knowledge: &'a Knowledge,
    analysis: &'a Analysis,
    flow: &'a Flow,
}

/// The steps of a flow, source first, the sink last.
pub(crate) fn of_flow(names: Names<'_, '_>, knowledge: &Knowledge, analysis: &Analysis, flow: &Flow) -> Vec<Step> {
    let story = Story { names, knowledge, analysis, flow };
    let mut notes: Vec<Note> = Vec::new();
    for at in 0..flow.trace.len() {
        let Some(text) = story.text(at) else { continue };
        let hop = flow.trace[at];
        let spot = match hop.kind {
            HopKind::Source(_) => Spot { span: source_span(names, flow), ..names.spot(hop.function, hop.value) },
            _ => names.spot(hop.function, hop.value),
        };
        let at = (hop.function, hop.value);
        match notes.last_mut() {
            // Nothing was told of what happens in the function.
            Some(Note { at: call, text: Text::Predicate(predicate), .. })
                if *call == at && hop.kind == HopKind::Returned =>
            {
                predicate.push_str(" and comes back");
            }
            _ => story.add(&mut notes, Note { at, spot, text }),
        }
    }
    let mut steps: Vec<Step> = notes.into_iter().map(Note::finished).collect();
    steps.dedup_by(|b, a| a.note == b.note && story.line(a.spot) == story.line(b.spot));
    if steps.len() > MOST {
        let left_out = steps.len() - MOST;
        steps.drain(MOST / 2..MOST / 2 + left_out);
        steps[MOST / 2].note = format!("({left_out} steps left out) {}", steps[MOST / 2].note);
    }
    steps
}

/// The source of a flow as it is written: with the parts that are read from it at once.
pub(crate) fn source_text(names: Names<'_, '_>, flow: &Flow) -> String {
    match names.input(flow.source.function, flow.source.value) {
        Some(name) => name.to_owned(),
        None => names.written(flow.source.function, source_span(names, flow)),
    }
}

/// The span of a source and of the reads that go on from it: `request.args` becomes `request.args["name"]`.
pub(crate) fn source_span(names: Names<'_, '_>, flow: &Flow) -> ir::Span {
    let source = flow.source;
    let mut span = names.span(source.function, source.value);
    let function = names.program.function(source.function);
    for hop in flow.trace.iter().skip(1).take_while(|hop| hop.function == source.function) {
        let wider = function.span_of(hop.value);
        let goes_on = match function.op(hop.value) {
            Op::Load(..) => true,
            Op::Call(Callee::Method(..), _) => matches!(hop.kind, HopKind::Passed(_)),
            _ => false,
        };
        if !goes_on || wider.start != span.start || wider.end < span.end {
            break;
        }
        span = wider;
    }
    span
}

impl Note {
    fn finished(self) -> Step {
        let note = match self.text {
            Text::Source(text) | Text::Clause(text) | Text::Light(_, text) => text,
            Text::Predicate(text) => format!("it {text}"),
            Text::Part(text) => format!("it becomes part of {text}"),
        };
        Step { spot: self.spot, note }
    }
}

impl Story<'_, '_> {
    fn line(&self, spot: Spot) -> (program::ModuleId, u32) {
        (spot.module, self.names.files[spot.module.index()].lines.line(spot.span.start))
    }

    /// Adds a note; on one line, what weighs less gives way.
    fn add(&self, notes: &mut Vec<Note>, note: Note) {
        let same_line = notes.last().is_some_and(|last| self.line(last.spot) == self.line(note.spot));
        let Some(last) = notes.last_mut().filter(|_| same_line) else {
            notes.push(note);
            return;
        };
        match (&last.text, &note.text) {
            (Text::Part(part), Text::Predicate(predicate)) => {
                let text = format!("it becomes part of {part}, which {predicate}");
                *last = Note { text: Text::Clause(text), ..note };
            }
            (Text::Light(known, _), Text::Light(weight, _)) if weight < known => {}
            (Text::Source(_) | Text::Part(_), Text::Light(..)) => {}
            // The variable that holds the longer text is worth more than that it is longer.
            (Text::Part(_), Text::Part(part)) if !part.starts_with('`') => {}
            (Text::Light(..), _) | (Text::Part(_), Text::Part(_)) => *last = note,
            _ => notes.push(note),
        }
    }

    /// What a hop says; nothing for one that only hands the value on.
    fn text(&self, at: usize) -> Option<Text> {
        let names = self.names;
        let hop = self.flow.trace[at];
        let next = self.flow.trace.get(at + 1);
        let before = at.checked_sub(1).and_then(|before| self.flow.trace.get(before));
        Some(match hop.kind {
            HopKind::Source(_) => Text::Source(self.source(hop)),
            HopKind::Into => self.handed_in(hop, next),
            HopKind::Returned => Text::Light(4, self.returned(hop, before)),
            HopKind::Thrown => Text::Light(4, self.thrown(before)),
            HopKind::Stored => self.stored(hop, next)?,
            HopKind::Shared => {
                let read = names.value(hop.function, hop.value);
                let is_default = matches!(names.program.function(hop.function).op(hop.value), Op::Param(_));
                let how = if is_default { "is what" } else { "is read from" };
                let of = if is_default { " is when a call leaves it out" } else { "" };
                Text::Light(6, format!("it {how} `{read}`{of}"))
            }
            HopKind::Read => {
                let of_object = before.is_some_and(|before| {
                    matches!(
                        before.kind,
                        HopKind::Stored | HopKind::Entered | HopKind::Returned | HopKind::Thrown | HopKind::Shared
                    )
                });
                if !of_object {
                    return None;
                }
                Text::Light(3, format!("it is read from `{}`", names.value(hop.function, hop.value)))
            }
            HopKind::Passed(row) if self.is_silent(hop, row) => return None,
            HopKind::Passed(row) => self.passed(hop, row),
            HopKind::Assumed => {
                Text::Light(6, format!("`{}` is assumed to pass it on", names.callee(hop.function, hop.value)))
            }
            HopKind::Operand => self.operand(hop)?,
            HopKind::Sink(row) => match &names.program.apis.row(row).effect {
                Effect::Route(_) => {
                    let noun = &self.knowledge.kinds.get(self.flow.sink.kind).noun;
                    let noun = noun.trim_start_matches("an ").trim_start_matches("a ");
                    Text::Clause(format!(
                        "the handler {} returns it as the {noun}",
                        names.function_in_words(hop.function)
                    ))
                }
                Effect::Compared { with, .. } => {
                    let name = crate::assumptions::compared_name(names, self.flow, with);
                    Text::Predicate(match name {
                        Some(name) => format!("is compared with `{name}`"),
                        None => "is compared with it".to_owned(),
                    })
                }
                Effect::Named { .. } => {
                    let name = crate::assumptions::given_name(names, self.flow).unwrap_or_default();
                    Text::Predicate(format!("becomes `{name}`"))
                }
                _ if names.own_operation(hop.function, hop.value).is_some() => {
                    let noun = &self.knowledge.kinds.get(self.flow.sink.kind).noun;
                    Text::Predicate(format!("is shown in {noun}"))
                }
                _ => Text::Predicate(format!("reaches `{}`", names.callee(hop.function, hop.value))),
            },
            HopKind::Entered | HopKind::Guessed => return None,
        })
    }

    fn source(&self, hop: Hop) -> String {
        let names = self.names;
        let text = source_text(names, self.flow);
        let handler = handler(names, self.analysis, hop.function);
        if names.input(hop.function, hop.value).is_some() {
            let noun = &self.knowledge.kinds.get(self.flow.source.kind).noun;
            let of = handler.unwrap_or_else(|| names.function_in_words(hop.function));
            return format!("{noun} fills the parameter `{text}` of {of}");
        }
        match handler {
            Some(handler) => format!("`{text}` is read in {handler}"),
            None if names.function(hop.function).is_empty() => format!("`{text}` is read"),
            None => format!("`{text}` is read in {}", names.function_in_words(hop.function)),
        }
    }

    fn handed_in(&self, hop: Hop, next: Option<&Hop>) -> Text {
        let names = self.names;
        let Some(inside) = next.filter(|next| next.kind == HopKind::Entered) else {
            return Text::Predicate(format!("is passed to `{}`", names.callee(hop.function, hop.value)));
        };
        let callee = self.called(hop, inside.function);
        let function = names.program.function(inside.function);
        let param = match function.op(inside.value) {
            Op::Param(index) => index as usize,
            _ => {
                return match names.input(inside.function, inside.value) {
                    Some(name) => Text::Clause(format!("{callee} uses it as `{name}`")),
                    None => Text::Predicate(format!("is passed to {callee}")),
                };
            }
        };
        if matches!(names.program.function(hop.function).op(hop.value), Op::Load(..)) {
            return Text::Clause(format!("{callee} computes `{}` from it", names.value(hop.function, hop.value)));
        }
        if param == 0 && matches!(function.kind, ir::FunctionKind::Method(_)) {
            let site = names.program.call(hop.function, hop.value);
            let is_guess = site.is_some_and(|site| site.confidence.is_by_name());
            let on = if is_guess { "it" } else { "the object that holds it" };
            return Text::Clause(format!("{callee} is called on {on}"));
        }
        Text::Predicate(match function.params.get(param) {
            Some(param) if matches!(param.kind, ParamKind::Rest | ParamKind::RestNamed) => {
                format!("is passed to {callee} as one of `{}`", names.program.text(param.name))
            }
            Some(param) => format!("is passed to {callee} as `{}`", names.program.text(param.name)),
            None => format!("is passed to {callee}"),
        })
    }

    /// The function that a call runs, in words; a class for its constructor.
    fn called(&self, call: Hop, callee: FuncId) -> String {
        let site = self.names.program.call(call.function, call.value);
        let class = site.into_iter().flat_map(|site| &site.targets).find_map(|target| match target {
            Target::Construct { class, constructor } if *constructor == Some(callee) => Some(*class),
            _ => None,
        });
        match class {
            Some(class) => {
                let name = self.names.program.class(class).qualified_name;
                format!("`{}`", self.names.program.text(name))
            }
            None => self.names.function_in_words(callee),
        }
    }

    fn returned(&self, hop: Hop, before: Option<&Hop>) -> String {
        let Some(before) = before else { return "it comes back".to_owned() };
        let is_made = self.names.program.call(hop.function, hop.value).is_some_and(|site| {
            site.targets.iter().any(|target| {
                matches!(target, Target::Construct { constructor, .. } if *constructor == Some(before.function))
            })
        });
        let callee = self.called(hop, before.function);
        if is_made { format!("the new {callee} holds it") } else { format!("it comes back from {callee}") }
    }

    fn thrown(&self, before: Option<&Hop>) -> String {
        let Some(before) = before else { return "an exception holds it".to_owned() };
        format!("an exception of {} holds it", self.names.function_in_words(before.function))
    }

    fn stored(&self, hop: Hop, next: Option<&Hop>) -> Option<Text> {
        let names = self.names;
        let function = names.program.function(hop.function);
        Some(match function.op(hop.value) {
            Op::Store(..) | Op::SetGlobal(..) | Op::SetShared(..) => {
                let text = format!("it is kept in `{}`", names.value(hop.function, hop.value));
                // What takes it to another function is always told.
                if next.is_some_and(|next| next.kind == HopKind::Shared) {
                    Text::Clause(text)
                } else {
                    Text::Light(6, text)
                }
            }
            Op::Call(..) if next.is_some_and(|next| next.kind == HopKind::Shared) => {
                Text::Clause(format!("`{}` keeps it", names.callee(hop.function, hop.value)))
            }
            Op::Call(Callee::Method(..), _) => {
                Text::Light(6, format!("it is put into `{}`", names.receiver(hop.function, hop.value)))
            }
            Op::Call(..) => Text::Light(4, format!("`{}` keeps it", names.callee(hop.function, hop.value))),
            _ => return self.operand(hop),
        })
    }

    /// Whether an operation of the language itself gives the very value that it takes.
    fn is_silent(&self, hop: Hop, row: RowId) -> bool {
        let is_same =
            matches!(self.names.program.apis.row(row).effect, Effect::Pass { string: StringEffect::Same, .. });
        is_same && self.names.own_operation(hop.function, hop.value).is_some()
    }

    fn passed(&self, hop: Hop, row: RowId) -> Text {
        let callee = self.names.callee(hop.function, hop.value);
        let string = match &self.names.program.apis.row(row).effect {
            Effect::Pass { to, .. } if to.base == PortBase::Receiver => {
                return Text::Light(6, format!("it is put into `{}`", self.names.receiver(hop.function, hop.value)));
            }
            Effect::Pass { string, .. } => *string,
            _ => StringEffect::Other,
        };
        Text::Light(
            4,
            match string {
                StringEffect::Format => format!("`{callee}` puts it into a longer text"),
                StringEffect::Join => format!("`{callee}` joins it with other parts"),
                StringEffect::Encode => format!("`{callee}` encodes it"),
                StringEffect::Decode => format!("`{callee}` decodes it"),
                _ => format!("it goes through `{callee}`"),
            },
        )
    }

    fn operand(&self, hop: Hop) -> Option<Text> {
        let names = self.names;
        let function = names.program.function(hop.function);
        let variable = function.name_of(hop.value).map(|name| names.program.text(name));
        let op = function.op(hop.value);
        let becomes = |what: &str| Text::Part(variable.map_or_else(|| what.to_owned(), |name| format!("`{name}`")));
        Some(match op {
            Op::Template(_) => becomes("a longer text"),
            Op::Binary(BinaryOp::Add | BinaryOp::Mod, left, right) => {
                let is_text = is_text(names, hop.function, left) || is_text(names, hop.function, right);
                becomes(if is_text { "a longer text" } else { "a longer value" })
            }
            Op::Sequence(kind, _) => Text::Light(2, {
                let what = match kind {
                    SequenceKind::List => "list",
                    SequenceKind::Tuple => "tuple",
                    SequenceKind::Set => "set",
                    SequenceKind::Generator => return None,
                };
                match variable {
                    Some(name) => format!("it is put into the {what} `{name}`"),
                    None => return None,
                }
            }),
            Op::Caught(_) => Text::Light(
                2,
                match variable {
                    Some(name) => format!("the exception that holds it is caught as `{name}`"),
                    None => "the exception that holds it is caught".to_owned(),
                },
            ),
            Op::Map(_) => Text::Light(2, format!("it is put into the map `{}`", variable?)),
            Op::Phi(_) | Op::Closure { .. } | Op::Param(_) | Op::Capture(_) => return None,
            _ => Text::Light(2, format!("it is assigned to `{}`", variable?)),
        })
    }
}

/// "the handler of GET /find", when the function is an entry point.
pub(crate) fn handler(names: Names<'_, '_>, analysis: &Analysis, id: FuncId) -> Option<String> {
    let entry = analysis.entries.get(&id)?;
    if let Effect::Route(route) = &names.program.apis.row(entry.row).effect
        && route.via == Via::Public
    {
        return None;
    }
    let Some(path) = entry.path.as_deref() else {
        return Some(format!("the handler {}", names.function_in_words(id)));
    };
    let methods = entry.methods.join("|");
    let methods = if methods.is_empty() { methods } else { format!("{methods} ") };
    Some(format!("the handler of {methods}{path}"))
}
