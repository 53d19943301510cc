//! What each operation gives.

use std::rc::Rc;

use ir::{BinaryOp, Constant, FunctionKind, Op, SequenceKind, UnaryOp, Value};
use smallvec::smallvec;

use crate::address::{UNKNOWN, is_host_fixed, is_host_open};
use crate::cell::Cell;
use crate::constants::Place;
use crate::fact::{Fact, Facts};
use crate::fold;
use crate::interpret::objects::map_entries::Way;
use crate::interpret::{Abstract, Interpreter, Literal};
use crate::key::{key_hash, position_key};
use crate::limits;
use crate::location::{Location, Root};
use crate::path::{Part, Path};
use crate::trace::HopKind;
use program::Values;

impl<'a> Interpreter<'a, '_> {
    /// What an operation gives, phis apart.
    pub(super) fn evaluate(&mut self, value: Value, op: Op) -> Abstract<'a> {
        match op {
            Op::Const(id) => {
                let constant = self.cx.program.module(self.module).constants.get(id);
                Abstract { constant: Some(Literal::Written(constant)), ..Abstract::default() }
            }
            Op::Param(index) => self.parameter(value, index),
            Op::Capture(index) => {
                let input = self.function.params.len() as u16 + index as u16;
                let fact = self.input_fact(value, input);
                Abstract {
                    facts: [fact].into_iter().collect(),
                    locations: smallvec![Location { root: Root::Input(input), path: Path::EMPTY }],
                    ..Abstract::default()
                }
            }
            Op::Phi(_) | Op::Undefined | Op::HasNext(_) | Op::TypeTest(..) => Abstract::default(),
            Op::Class { class, .. } => {
                let class = self.cx.program.class_id(self.module, class);
                if crate::interpret::calls::surroundings::hidden(self.cx.program, class).is_none() {
                    return Abstract::default();
                }
                let root = Root::Made(value);
                self.state.forget(root);
                Abstract { locations: smallvec![Location { root, path: Path::EMPTY }], ..Abstract::default() }
            }
            Op::Copy(of) => self.same(value, of),
            Op::Await(of) => {
                self.awaited(of);
                if self.is_generator_call(of) { self.outcome_of(value, of) } else { self.same(value, of) }
            }
            Op::Caught(classes) => self.caught(value, classes),
            Op::Exit(of) => {
                self.exit(value, of);
                Abstract::default()
            }
            Op::Enter(of, method) => self.enter(value, of, method),
            Op::Global(name) => {
                let mut facts = self.read_sources(value);
                let variable = self.cx.program.global_variable(self.module, name);
                if let Some((module, name)) = variable {
                    facts.add_all(&self.read_cell(value, Cell::Global(module, name)));
                }
                let constant = match variable {
                    Some((module, name)) => self.global_constant(module, name),
                    None => self.modelled_constant(value),
                };
                Abstract { facts, constant, locations: self.data_of_global(variable), ..Abstract::default() }
            }
            Op::Import(path) => {
                let mut facts = self.read_sources(value);
                let variable = self.cx.program.imported_variable(path);
                if let Some((module, name)) = variable {
                    facts.add_all(&self.read_cell(value, Cell::Global(module, name)));
                }
                let constant = match variable {
                    Some((module, name)) => self.global_constant(module, name),
                    None => self.modelled_constant(value),
                };
                Abstract { facts, constant, locations: self.data_of_global(variable), ..Abstract::default() }
            }
            Op::SetGlobal(name, of) => {
                self.escapes(of);
                self.bound(Place::Global(self.module, name), of);
                self.write_cell(value, Cell::Global(self.module, name), of);
                Abstract::default()
            }
            Op::Shared(owner, name) => {
                let owner = self.cx.program.shared_owner(self.id, owner);
                let facts = self.read_cell(value, Cell::Shared(owner, name));
                Abstract { facts, ..Abstract::default() }
            }
            Op::SetShared(owner, name, of) => {
                self.escapes(of);
                let owner = self.cx.program.shared_owner(self.id, owner);
                self.write_cell(value, Cell::Shared(owner, name), of);
                Abstract::default()
            }
            Op::Closure { function, captures, defaults } => {
                self.keep_defaults(value, function, defaults);
                let captured = self.function.values(captures).iter().chain(self.function.values(defaults));
                let captured: Vec<Value> = captured.copied().collect();
                let mut facts = Facts::default();
                for (index, of) in captured.into_iter().enumerate() {
                    self.escapes(of);
                    let path = Path::one(Part::Key(index as u64));
                    for fact in self.facts(of).iter() {
                        let moved = self.moved(value, fact, HopKind::Operand);
                        facts.add(Fact { path: path.join(&moved.path), ..moved });
                    }
                }
                Abstract { facts, ..Abstract::default() }
            }
            Op::Unary(operator, of) => self.unary(value, operator, of),
            Op::Binary(operator, left, right) => self.binary(value, operator, left, right),
            Op::Compare(operator, left, right) => {
                self.reach_compared(value, operator, [left, right]);
                self.mistaken_holding(value, operator, [left, right]);
                let folded = self.compared(operator, left, right);
                Abstract { constant: folded.map(|constant| Literal::Folded(Rc::new(constant))), ..Abstract::default() }
            }
            Op::Template(list) => {
                let parts: Vec<Value> = self.function.values(list).to_vec();
                self.template(value, &parts)
            }
            Op::Load(base, part) => self.load(value, base, part),
            Op::Store(base, part, of) => {
                self.store(value, base, part, of);
                Abstract::default()
            }
            Op::Delete(base, part) => {
                self.delete(base, part);
                Abstract::default()
            }
            Op::Sequence(kind, list) => {
                let operands: Vec<Value> = self.function.values(list).to_vec();
                self.sequence(value, kind, &operands)
            }
            Op::Map(list) => {
                let operands: Vec<Value> = self.function.values(list).to_vec();
                self.map(value, &operands)
            }
            Op::Call(callee, args) => self.call(value, callee, args),
            Op::Next(of) => self.next(value, of),
            Op::Yield(of) => {
                // What is yielded is an element of what the call gives.
                self.escapes(of);
                self.yielded(of);
                self.sent_in(value)
            }
            Op::Opaque(_, list) => {
                let operands: Vec<Value> = self.function.values(list).to_vec();
                let mut facts = Facts::default();
                for operand in operands {
                    let whole = self.whole(operand);
                    facts.add_all(&self.carried(value, &whole, HopKind::Operand));
                }
                Abstract { facts, ..Abstract::default() }
            }
        }
    }

    /// What parameters are that a call does not give is settled where the function is made.
    fn keep_defaults(&mut self, value: Value, function: ir::FunctionId, defaults: ir::List) {
        if defaults.len == 0 {
            return;
        }
        let id = self.cx.program.function_id(self.module, function);
        let params = &self.cx.program.function(id).params;
        let with_default = params.iter().enumerate().filter(|(_, param)| param.has_default);
        for ((index, _), &default) in with_default.zip(self.function.values(defaults)) {
            if !self.values[default.index()].facts.is_empty() {
                self.write_cell(value, Cell::Default(id, index as u32), default);
            }
        }
    }

    fn parameter(&mut self, value: Value, index: u32) -> Abstract<'a> {
        let mut facts = Facts::default();
        facts.add(self.input_fact(value, index as u16));
        facts.add_all(&self.entry_facts(value, index));
        self.note_passed(index, value);
        if self.cx.program.has_computed_default(self.id, index) {
            facts.add_all(&self.read_cell(value, Cell::Default(self.id, index)));
        }
        Abstract {
            facts,
            locations: smallvec![Location { root: Root::Input(index as u16), path: Path::EMPTY }],
            constant: self.handed_constant(index),
            ..Abstract::default()
        }
    }

    pub(super) fn same(&mut self, value: Value, of: Value) -> Abstract<'a> {
        let facts = self.facts(of);
        let facts = self.carried(value, &facts, HopKind::Operand);
        let known = &self.values[of.index()];
        Abstract {
            facts,
            locations: known.locations.clone(),
            constant: known.constant.clone(),
            text: known.text.clone(),
            alternatives: known.alternatives.clone(),
        }
    }

    fn unary(&mut self, value: Value, operator: UnaryOp, of: Value) -> Abstract<'a> {
        let constant = self.constant(of).and_then(|constant| fold::unary(operator, constant));
        let constant = constant.map(|constant| Literal::Folded(Rc::new(constant)));
        match operator {
            // A truth value carries nothing that a sink could be harmed by, a number next to nothing.
            UnaryOp::Not => Abstract { constant, ..Abstract::default() },
            UnaryOp::NumberText => {
                let whole = self.whole(of);
                let harm = &self.cx.harm;
                let numbers: Facts = whole
                    .iter()
                    .filter_map(|fact| harm.as_number(fact).map(|cleaned| Fact { cleaned, ..*fact }))
                    .collect();
                let facts = self.carried(value, &numbers, HopKind::Operand);
                Abstract { facts, constant, ..Abstract::default() }
            }
            _ => {
                let whole = self.whole(of);
                let facts = self.carried(value, &whole, HopKind::Operand);
                let text = self.values[of.index()].text.clone();
                Abstract { facts, constant, text, ..Abstract::default() }
            }
        }
    }

    fn binary(&mut self, value: Value, operator: BinaryOp, left: Value, right: Value) -> Abstract<'a> {
        if operator == BinaryOp::Add {
            if let Some(longer) = self.added(value, left, right) {
                return longer;
            }
            let folded = match (self.constant(left), self.constant(right)) {
                (Some(a), Some(b)) => fold::binary(operator, a, b),
                _ => None,
            };
            let mut new = self.template(value, &[left, right]);
            new.constant = folded.map(|constant| Literal::Folded(Rc::new(constant)));
            return new;
        }
        if operator == BinaryOp::BitOr && self.is_map(left) {
            let made = self.put_together(value, [left, right]);
            return Abstract { locations: smallvec![made], ..Abstract::default() };
        }
        let folded = match (self.constant(left), self.constant(right)) {
            (Some(a), Some(b)) => fold::binary(operator, a, b),
            _ => None,
        };
        let mut facts = Facts::default();
        for operand in [left, right] {
            let whole = self.parts_of(self.whole(operand));
            facts.add_all(&self.carried(value, &whole, HopKind::Operand));
        }
        Abstract { facts, constant: folded.map(|constant| Literal::Folded(Rc::new(constant))), ..Abstract::default() }
    }

    /// Text made of parts. What stands after a fixed host cannot change where an address leads.
    fn template(&mut self, value: Value, parts: &[Value]) -> Abstract<'a> {
        let mut facts = Facts::default();
        let mut text = String::new();
        let mut all: Option<String> = Some(String::new());
        for &part in parts {
            let fixed = is_host_fixed(&text);
            let known = text.split(UNKNOWN).next().unwrap_or_default();
            let mut behind = self.cx.texts.behind(&text).union(self.cx.texts.begins(known));
            if known.is_empty() && text.chars().any(|letter| letter != UNKNOWN) {
                // What it begins with is not known, but is no matter of what stands here.
                behind = behind.union(self.cx.texts.not_at_the_beginning());
            }
            let whole = self.whole(part);
            let is_behind_host = !whole.is_empty() && is_host_open(&text);
            for fact in whole.iter() {
                let moved = self.moved(value, fact, HopKind::Operand);
                let kept = match parts.len() {
                    1 => moved.cleaned,
                    _ if text.is_empty() => self.cx.texts.before_other(moved.cleaned),
                    _ => self.cx.texts.in_joined(moved.cleaned, self.cx.addresses),
                };
                let mut kept = kept.union(behind);
                if !text.is_empty() && text.chars().all(|letter| letter == UNKNOWN) || text.ends_with("://") {
                    // Behind what is not known and nobody else's, an address of the program's own leads nowhere else; behind
                    // a scheme, its host does not.
                    kept =
                        kept.union(self.cx.texts.harmless_by_beginning(moved.cleaned).intersection(self.cx.addresses));
                }
                if is_behind_host {
                    let behind_host = moved.cleaned.union(self.cx.texts.behind_host());
                    kept = kept.union(self.cx.texts.with_harmless(behind_host).intersection(self.cx.addresses));
                }
                let cleaned = if fixed { kept.union(self.cx.addresses) } else { kept };
                self.examine_made(value, if fixed { behind.union(self.cx.addresses) } else { behind });
                facts.add(Fact { cleaned, ..moved });
            }
            let constant = self.constant(part).and_then(fold::text);
            match (&constant, &self.values[part.index()].text) {
                (Some(constant), _) => text.push_str(constant),
                (None, Some(known)) => text.push_str(known),
                (None, None) => text.push(UNKNOWN),
            }
            all = all.zip(constant).map(|(all, constant)| all + &constant);
            truncate(&mut text);
        }
        let constant = all
            .filter(|all| {
                all.len() <= limits::TEXT_LENGTH
                    && parts.iter().any(|&part| matches!(self.constant(part), Some(Constant::Str(_))))
            })
            .map(|all| Literal::Folded(Rc::new(Constant::Str(all.into()))));
        Abstract { facts, constant, text: Some(text.into()), ..Abstract::default() }
    }

    fn sequence(&mut self, value: Value, kind: SequenceKind, operands: &[Value]) -> Abstract<'a> {
        let root = Root::Made(value);
        self.state.forget(root);
        // What a comprehension puts into a sequence stands at every place.
        let mut exact = !matches!(operands, [only] if self.may_be_nothing(*only));
        let mut is_spread = false;
        for (index, &operand) in operands.iter().enumerate() {
            let of_spread =
                if let Op::Unary(UnaryOp::Spread, of) = self.function.op(operand) { Some(of) } else { None };
            let spread = of_spread.is_some();
            exact &= !spread;
            is_spread |= spread;
            let part = if exact { Part::Key(position_key(index)) } else { Part::Any };
            let facts = match of_spread {
                Some(of) => {
                    let elements = self.facts_at(of, Path::one(Part::Each));
                    self.carried(operand, &elements, HopKind::Operand)
                }
                None => self.facts(operand),
            };
            let facts = match index.checked_sub(1).and_then(|before| self.constant(operands[before])) {
                Some(before) if !spread && !facts.is_empty() => self.next_to(before, &facts),
                _ => facts,
            };
            let facts = self.carried(value, &facts, HopKind::Operand);
            let at = Location { root, path: Path::one(part) };
            self.write(at, &facts, false);
            self.hold(at, operand);
            self.escapes(operand);
        }
        if matches!(kind, SequenceKind::List | SequenceKind::Tuple) {
            if exact {
                self.state.contents.set_length(root, operands.len());
            } else if is_spread {
                self.begin_with(root, operands);
            }
        }
        Abstract { locations: smallvec![Location { root, path: Path::EMPTY }], ..Abstract::default() }
    }

    /// Whether a value is one of several, of which one is none.
    fn may_be_nothing(&self, value: Value) -> bool {
        let Op::Phi(list) = self.function.op(value) else { return false };
        self.function.values(list).iter().any(|&of| matches!(self.function.op(of), Op::Undefined))
    }

    fn map(&mut self, value: Value, operands: &[Value]) -> Abstract<'a> {
        let root = Root::Made(value);
        self.state.forget(root);
        let mut is_spread = false;
        for pair in operands.chunks_exact(2) {
            let (key, of) = (pair[0], pair[1]);
            if let Op::Unary(UnaryOp::Spread, from) = self.function.op(key) {
                // The entries of another map come in with their keys.
                is_spread = true;
                let way = Way { by: value, through: Some(key), hop: HopKind::Operand };
                self.put_entries(way, from, root);
                continue;
            }
            let part = self.constant(key).map_or(Part::Any, |key| Part::Key(key_hash(key)));
            let facts = self.facts(of);
            let facts = self.carried(value, &facts, HopKind::Operand);
            let at = Location { root, path: Path::one(part) };
            // What follows another map's entries, or stands under a key for a second time, stands there instead.
            let is_known = part != Part::Any;
            self.write(at, &facts, is_known && (is_spread || !facts.is_empty()));
            self.escapes(of);
            if is_known {
                self.hold(at, of);
            } else {
                self.key_written(value, key, root);
            }
        }
        Abstract { locations: smallvec![Location { root, path: Path::EMPTY }], ..Abstract::default() }
    }

    /// The constant that a module-level name always has.
    fn global_constant(&self, module: program::ModuleId, name: ir::Symbol) -> Option<Literal<'a>> {
        self.cx.constants.global(self.cx.program, module, name).map(Literal::Written)
    }

    /// A body binds a name.
    pub(super) fn bound(&mut self, place: Place, of: Value) {
        let is_body = matches!(self.function.kind, FunctionKind::ModuleBody | FunctionKind::ClassBody(_));
        if self.recording && is_body {
            let constant = self.constant(of).cloned();
            self.out.constants.push((place, constant));
        }
    }

    /// Nothing stands there any more.
    pub(super) fn remove(&mut self, at: Location) {
        if self.state.remove(at, limits::HEAP_ENTRIES) {
            self.cut("the function keeps more objects than are followed");
        }
    }

    pub(super) fn write(&mut self, at: Location, facts: &Facts, replace: bool) {
        self.note_attributes(&at.path);
        if self.state.write(at, facts, replace, limits::HEAP_ENTRIES) {
            self.cut("the function keeps more objects than are followed");
        }
    }
}

fn truncate(text: &mut String) {
    const MOST: usize = 1_024;
    if text.len() > MOST {
        let mut end = MOST;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        text.push(UNKNOWN);
    }
}
