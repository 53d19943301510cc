//! What calls give: of libraries, by what their rows say passes through; of functions of the program, by what these return.

use ir::{Callee, Constant, List, Op, ParamKind, Terminator, Value};
use knowledge::{Computation, Effect, Flags, Invocation, NodeId, Port, PortBase, PortStep, StringEffect};
use program::{FuncId, Given, Program, Target, Type, base_values, computation, row_holds};

use crate::as_written::AsWritten;
use crate::fold;
use crate::written::elements::positional;
use crate::written::{Frame, Step, Written, add, below};

/// How many functions of the program lie between a value and where it is asked for.
const MAX_FRAMES: usize = 4;

impl Written<'_, '_> {
    pub(super) fn given(
        &mut self,
        id: FuncId,
        call: Value,
        callee: Callee,
        args: List,
        path: &[Step],
    ) -> Vec<Constant> {
        let program = self.program;
        let Some(site) = program.call(id, call) else { return Vec::new() };
        let receiver = if let Callee::Method(receiver, _) = callee { Some(receiver) } else { None };
        let given = Given::new(receiver, program.function(id).pools.args(args));
        let mut found = Vec::new();
        for target in &site.targets {
            let some = match *target {
                Target::Api(node) => self.given_by_library(id, call, &given, node, path),
                Target::Function { function, bound } => {
                    self.returned(Frame { callee: function, caller: id, call, bound }, path)
                }
                Target::Construct { .. } | Target::Template { .. } => Vec::new(),
            };
            add(&mut found, some);
        }
        if let (Some(receiver), [], []) = (receiver, path, &found[..]) {
            found = self.in_other_letters(id, call, receiver);
        }
        found
    }

    /// A text in small letters or in capitals.
    fn in_other_letters(&mut self, id: FuncId, call: Value, receiver: Value) -> Vec<Constant> {
        let changed: fn(&str) -> String = match computation(self.program, id, call, || true) {
            Some(Computation::Lower) => str::to_lowercase,
            Some(Computation::Upper) => str::to_uppercase,
            _ => return Vec::new(),
        };
        let texts = self.at(id, receiver, &[]);
        texts.iter().filter_map(fold::text).filter_map(|text| super::text(changed(&text))).collect()
    }

    fn given_by_library(
        &mut self,
        id: FuncId,
        call: Value,
        given: &Given,
        node: NodeId,
        path: &[Step],
    ) -> Vec<Constant> {
        let program = self.program;
        let mut found = Vec::new();
        for &row in &program.apis.api(node).rows {
            let data = program.apis.row(row);
            if !row_holds(&AsWritten { program, id }, data, given, call) {
                continue;
            }
            let some = match &data.effect {
                Effect::Pass { from, to, string, flags, replaces, .. } if to.base == PortBase::Return => match string {
                    StringEffect::Same | StringEffect::Text => {
                        let mut some = Vec::new();
                        for port in from {
                            let passed = self.passed(id, call, given, (port, to), path);
                            add(&mut some, passed);
                        }
                        match flags {
                            Some(flags) if path.is_empty() => self.with_flags(id, given, flags, some),
                            _ if *string == StringEffect::Text => {
                                some.iter().filter_map(fold::text).filter_map(super::text).collect()
                            }
                            _ => some,
                        }
                    }
                    StringEffect::Join if path.is_empty() => self.joined(id, given).into_iter().collect(),
                    StringEffect::Replace if path.is_empty() => {
                        let replaces = replaces.as_ref().filter(|replaces| !replaces.is_pattern);
                        let parts = replaces.and_then(|by| Some((&by.what, by.by.as_ref()?)));
                        parts.and_then(|(what, by)| self.replaced(id, call, given, what, by)).into_iter().collect()
                    }
                    _ => Vec::new(),
                },
                Effect::Wiring { invokes } => self.mapped(id, call, given, invokes, path),
                _ => continue,
            };
            add(&mut found, some);
        }
        found
    }

    /// What goes in at one port and comes out at another, at a path below what comes out.
    fn passed(
        &mut self,
        id: FuncId,
        call: Value,
        given: &Given,
        (from, to): (&Port, &Port),
        path: &[Step],
    ) -> Vec<Constant> {
        let Some((turn, rest)) = after(&to.steps, path) else { return Vec::new() };
        let mut at = Vec::new();
        for step in &from.steps {
            at.push(match step {
                PortStep::Element => match &turn {
                    Some(Step::Turn(place) | Step::Entry(place)) => Step::Entry(*place),
                    _ => Step::Any,
                },
                PortStep::Keys | PortStep::Each => match &turn {
                    Some(Step::Turn(place) | Step::Entry(place)) => Step::Turn(*place),
                    _ => Step::Each,
                },
                PortStep::Key(key) => Step::Key(Constant::Str(key.as_str().into())),
                PortStep::KeyGiven(at) => {
                    let key = given.positional.get(usize::from(*at)).copied();
                    key.and_then(|key| self.only(id, key, &[])).map_or(Step::Any, Step::Key)
                }
                PortStep::Field(_) | PortStep::Fields | PortStep::Parameter(_) | PortStep::Result => {
                    return Vec::new();
                }
            });
        }
        at.extend_from_slice(rest);
        self.any_of(id, &base_values(self.program, given, call, from), &at)
    }

    /// Patterns with the flags that are given; none where these are not known.
    fn with_flags(&mut self, id: FuncId, given: &Given, flags: &Flags, patterns: Vec<Constant>) -> Vec<Constant> {
        let PortBase::Argument(position, name) = &flags.number.base else { return Vec::new() };
        let Some(number) = given.argument(self.program, *position, name.as_deref()) else { return patterns };
        let Some(Constant::Int(number)) = self.only(id, number, &[]) else { return Vec::new() };
        let with = |pattern: &Constant| match pattern {
            Constant::Str(pattern) => super::text(flags.written(number, pattern)),
            _ => None,
        };
        patterns.iter().filter_map(with).collect()
    }

    /// What a text is in which every occurrence of another was replaced.
    fn replaced(&mut self, id: FuncId, call: Value, given: &Given, what: &Port, by: &Port) -> Option<Constant> {
        let whole = self.only(id, given.receiver?, &[])?;
        let at = |port: &Port| base_values(self.program, given, call, port).first().copied();
        let (what, by) = (at(what)?, at(by)?);
        match (whole, self.only(id, what, &[])?, self.only(id, by, &[])?) {
            (Constant::Str(whole), Constant::Str(what), Constant::Str(by)) => super::text(whole.replace(&*what, &by)),
            _ => None,
        }
    }

    /// What a library gives that calls a function for each element, when that function hands on what it is given.
    fn mapped(&mut self, id: FuncId, call: Value, given: &Given, invokes: &Invocation, path: &[Step]) -> Vec<Constant> {
        let program = self.program;
        let Some(result) = &invokes.result else { return Vec::new() };
        let Some((turn, rest)) = after(&result.steps, path) else { return Vec::new() };
        let hands_on = |ty| matches!(ty, Type::Api(node) if gives_its_first(program, node));
        let called = base_values(program, given, call, &invokes.callee);
        if !called.iter().any(|&called| program.types(id, called).iter().any(hands_on)) {
            return Vec::new();
        }
        let Some((from, _)) = invokes.arguments.first() else { return Vec::new() };
        let step = turn.unwrap_or(Step::Each);
        self.any_of(id, &base_values(program, given, call, from), &below(step, rest))
    }

    /// What a function of the program returns for a call.
    fn returned(&mut self, frame: Frame, path: &[Step]) -> Vec<Constant> {
        let function = self.program.function(frame.callee);
        if self.frames.len() >= MAX_FRAMES || function.is_generator {
            return Vec::new();
        }
        self.frames.push(frame);
        let returned = function.blocks.iter().filter_map(|block| match block.terminator {
            Terminator::Return(value) => Some(value),
            _ => None,
        });
        let returned: Vec<Value> = returned.collect();
        let found = self.any_of(frame.callee, &returned, path);
        self.frames.pop();
        found
    }

    /// What a call that is looked into hands to a parameter.
    pub(super) fn parameter(&mut self, id: FuncId, index: usize, path: &[Step]) -> Vec<Constant> {
        let Some(frame) = self.frame_of(id) else {
            // Whoever calls it may leave that out.
            let default = self.program.default_of(id, index as u32);
            return default.map_or_else(Vec::new, |(around, default)| self.at(around, default, path));
        };
        self.in_caller(frame, |written| written.argument(frame, index, path))
    }

    /// What the caller hands over is his own.
    pub(super) fn in_caller<T>(&mut self, frame: Frame, looked_for: impl FnOnce(&mut Self) -> T) -> T {
        self.frames.pop();
        let found = looked_for(self);
        self.frames.push(frame);
        found
    }

    fn argument(&mut self, frame: Frame, index: usize, path: &[Step]) -> Vec<Constant> {
        let program = self.program;
        let Some((args, place)) = arguments(program, frame, index) else { return Vec::new() };
        let Some(param) = program.function(frame.callee).params.get(index) else { return Vec::new() };
        match param.kind {
            ParamKind::Normal | ParamKind::PositionalOnly | ParamKind::NamedOnly => {
                let named = args.iter().find(|arg| arg.kind == ir::ArgKind::Named(param.name)).map(|arg| arg.value);
                let given = named.or_else(|| positional(args)?.get(place).copied());
                given.map_or_else(Vec::new, |given| self.at(frame.caller, given, path))
            }
            ParamKind::Rest => {
                let gathered = positional(args).unwrap_or_default();
                let gathered = gathered.get(place..).unwrap_or_default();
                self.element(frame.caller, frame.call, gathered, path)
            }
            ParamKind::RestNamed => Vec::new(),
        }
    }

    /// The call that is looked into, when it is one of that function.
    pub(super) fn frame_of(&self, id: FuncId) -> Option<Frame> {
        self.frames.last().copied().filter(|frame| frame.callee == id)
    }
}

/// The arguments of a call, and the position of the one that a parameter is given, or of the first that it gathers.
pub(super) fn arguments<'p>(program: &'p Program<'_>, frame: Frame, index: usize) -> Option<(&'p [ir::Arg], usize)> {
    let function = program.function(frame.caller);
    let Op::Call(_, args) = function.op(frame.call) else { return None };
    Some((function.pools.args(args), index.checked_sub(usize::from(frame.bound))?))
}

/// What is left of a path behind the steps of a port, and which element the port's first step meant; nothing where the
/// path leads elsewhere.
fn after<'p>(steps: &[PortStep], path: &'p [Step]) -> Option<(Option<Step>, &'p [Step])> {
    let mut turn = None;
    let mut rest = path;
    for step in steps {
        let (first, behind) = rest.split_first()?;
        match (step, first) {
            (PortStep::Element | PortStep::Each, Step::Turn(_) | Step::Entry(_)) => turn = Some(first.clone()),
            (PortStep::Element | PortStep::Each, Step::Key(Constant::Int(_)) | Step::Any | Step::Each)
            | (PortStep::Key(_), Step::Any) => {}
            (PortStep::Key(key), Step::Key(Constant::Int(at))) if *key == at.to_string() => {}
            (PortStep::Key(key), Step::Key(Constant::Str(at))) if **key == **at => {}
            _ => return None,
        }
        rest = behind;
    }
    Some((turn, rest))
}

/// Whether a library's function gives what it is given first.
fn gives_its_first(program: &Program<'_>, node: NodeId) -> bool {
    program.apis.api(node).rows.iter().any(|&row| match &program.apis.row(row).effect {
        Effect::Pass { from, to, string: StringEffect::Same, .. } => {
            let is_first = |port: &Port| matches!(port.base, PortBase::Argument(Some(0), _)) && port.steps.is_empty();
            from.iter().any(is_first) && to.base == PortBase::Return && to.steps.is_empty()
        }
        _ => false,
    })
}
