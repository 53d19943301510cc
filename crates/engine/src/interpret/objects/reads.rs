//! Reading and writing parts of values: attributes, elements, cells, and modelled attributes that are sources.

use ir::{Elem, FunctionKind, Op, Value};
use knowledge::{Effect, KindSet, PortBase};
use program::{Target, Type};
use smallvec::SmallVec;

use crate::beginning::{Beginning, is_constant, of_entry};
use crate::cell::Cell;
use crate::constants::Place;
use crate::contents::OneOf;
use crate::fact::{Fact, Facts};
use crate::interpret::{Abstract, Interpreter, Literal};
use crate::key::key_hash;
use crate::location::{Location, Root};
use crate::origin::Origin;
use crate::path::{Part, Path};
use crate::state::narrowed;
use crate::trace::HopKind;
use program::Values;

impl<'a> Interpreter<'a, '_> {
    pub(in crate::interpret) fn part(&self, part: Elem) -> Option<Part> {
        match part {
            Elem::Field(name) => Some(Part::Field(name)),
            Elem::Item(key) => Some(self.constant(key).map_or(Part::Computed, |key| Part::Key(key_hash(key)))),
            Elem::Any => Some(Part::Any),
            Elem::Slice | Elem::Range(..) => None,
        }
    }

    /// Which part of this very value: positions in a sequence of known length are counted from the front.
    fn part_of(&self, base: Value, part: Elem) -> Option<Part> {
        match part {
            Elem::Item(key) => self.element_key(base, key).or_else(|| {
                // A position that is counted from an end that is not known may be any.
                if self.counts_from_end(base, key) { Some(Part::Any) } else { self.part(part) }
            }),
            _ => self.part(part),
        }
    }

    /// Whether a key is a place before the end, and the value no map of the function's own.
    fn counts_from_end(&self, base: Value, key: Value) -> bool {
        let is_map = |location: &Location| matches!(location.root, Root::Made(made) if matches!(self.function.op(made), Op::Map(_)));
        let Some(place @ ir::Constant::Int(number)) = self.constant(key) else { return false };
        // What a row says of that very place holds there and nowhere else.
        let is_said = |fact: &Fact| fact.path.parts().first() == Some(&Part::Key(key_hash(place)));
        let base = &self.values[base.index()];
        *number < 0 && !base.locations.iter().any(is_map) && !base.facts.iter().any(is_said)
    }

    /// The constants of which a value surely is one.
    pub(in crate::interpret) fn known_to_be(&self, value: Value) -> Option<OneOf> {
        let known = &self.values[value.index()];
        match &known.constant {
            Some(constant) => Some(std::rc::Rc::new(vec![constant.get().clone()])),
            None => known.alternatives.clone(),
        }
    }

    /// The parts that a key means which is one of several constants.
    fn alternative_parts(&self, elem: Elem) -> Option<SmallVec<[Part; 4]>> {
        let Elem::Item(key) = elem else { return None };
        let known = self.values[key.index()].alternatives.as_ref()?;
        Some(known.iter().map(|key| Part::Key(key_hash(key))).collect())
    }

    /// What going through a value gives next: an element, or one of a map's keys.
    pub(in crate::interpret) fn next(&mut self, value: Value, of: Value) -> Abstract<'a> {
        let found = self.facts_at(of, Path::one(Part::Each));
        let facts = self.carried(value, &found, HopKind::Read);
        let below = if self.is_map(of) { Part::Keys } else { Part::Any };
        let locations = self.values[of.index()]
            .locations
            .iter()
            .map(|location| Location { root: location.root, path: location.path.then(below) })
            .collect();
        let alternatives = self.elements_known(of);
        Abstract { facts, locations, alternatives, ..Abstract::default() }
    }

    pub(in crate::interpret) fn load(&mut self, value: Value, base: Value, elem: Elem) -> Abstract<'a> {
        if let Elem::Range(from, to) = elem
            && let Some(range) = self.range(value, base, from, to)
        {
            return range;
        }
        if let Elem::Item(key) = elem
            && let Some(read) = self.element_read(value, base, key)
        {
            return read;
        }
        if let Elem::Item(key) = elem
            && self.enumeration(base).is_some()
        {
            self.found_by(Some(key));
        }
        let Some(part) = self.part_of(base, elem) else {
            // A slice has some of the elements, at other places.
            let whole = self.facts(base);
            let shown = match elem {
                Elem::Range(_, to) if !whole.is_empty() => self.shown_by_cut(to),
                _ => KindSet::EMPTY,
            };
            let is_nothing = |from| matches!(self.constant(from), Some(ir::Constant::Null | ir::Constant::Int(0)));
            let gone = match elem {
                Elem::Range(from, _) if is_nothing(from) => KindSet::EMPTY,
                _ => self.cx.texts.begins_somehow(),
            };
            let facts: Facts = whole
                .iter()
                .map(|fact| {
                    let moved = self.moved(value, fact, HopKind::Operand);
                    let elements = fact.path.parts().first().is_some_and(|part| part.is_element());
                    let shown = if elements { KindSet::EMPTY } else { shown };
                    let known = self.cx.texts.in_cut(self.cx.texts.in_part(moved.cleaned));
                    let known = if known == KindSet::ALL { known } else { known.without(gone) };
                    let cleaned = known.union(shown);
                    let moved = Fact { cleaned, ..moved };
                    let path = if elements { Path::one(Part::Any).join(&fact.path.after(1)) } else { fact.path };
                    Fact { path, ..moved }
                })
                .collect();
            return Abstract { facts, ..Abstract::default() };
        };
        let fixed = self.attribute_constant(value, base, elem);
        let is_fixed = fixed.is_some();
        let constant = self.part_constant(base, elem, part).or(fixed).or_else(|| self.collected_constant(base, elem));
        let mut found = Facts::default();
        match self.alternative_parts(elem).filter(|_| part == Part::Computed) {
            Some(parts) => parts.iter().for_each(|&part| found.add_all(&self.facts_at(base, Path::one(part)))),
            None => found = self.facts_at(base, Path::one(part)),
        }
        let mut facts = self.carried(value, &found, HopKind::Read);
        if let (Elem::Item(key), true) = (elem, self.is_routed) {
            let shown = self.shown_by_paths(base, key);
            facts = facts.iter().map(|fact| Fact { cleaned: fact.cleaned.union(shown), ..*fact }).collect();
        }
        if let Elem::Field(name) = elem {
            facts = self.sanitized_read(value, base, facts);
            facts.add_all(&self.read_sources(value));
            let of_class = self.types(base).iter().any(|ty| match ty {
                Type::Instance(class) | Type::Class(class) => self.cx.program.is_class_attribute(class, name),
                _ => false,
            });
            let written = self.is_written(base, part);
            let is_own = self.is_made_here(base);
            let shared = !written && !is_fixed && (of_class || !is_own);
            let mut held = Facts::default();
            for ty in self.types(base).iter().filter(|_| shared) {
                match ty {
                    // What other objects hold is not what this one does, what their class holds is.
                    Type::Instance(class) if is_own => {
                        let attribute = self.cx.program.attribute(class, name);
                        held.add_all(&self.read_cell(value, Cell::OfClass(attribute)));
                    }
                    Type::Instance(class) | Type::Class(class) => {
                        let attribute = self.cx.program.attribute(class, name);
                        held.add_all(&self.read_cell(value, Cell::Attribute(attribute)));
                    }
                    Type::Module(module) => {
                        if let Some((module, name)) = self.cx.program.module_variable(module, name) {
                            held.add_all(&self.read_cell(value, Cell::Global(module, name)));
                        }
                    }
                    _ => {}
                }
            }
            if !held.is_empty() {
                let guarded = self.guarded_below(base, Path::one(part));
                let cleaned = |fact: &Fact| {
                    let more = if fact.path.is_empty() { guarded } else { KindSet::EMPTY };
                    Fact { cleaned: fact.cleaned.union(more), ..*fact }
                };
                facts.add_all(&held.iter().map(cleaned).collect());
            }
        }
        let locations = self.values[base.index()]
            .locations
            .iter()
            .map(|location| Location { root: location.root, path: location.path.then(part) })
            .collect();
        Abstract { facts, locations, constant, ..Abstract::default() }
    }

    /// The constant that an attribute of a class or module always is.
    fn attribute_constant(&self, value: Value, base: Value, elem: Elem) -> Option<Literal<'a>> {
        let Elem::Field(name) = elem else { return None };
        if let Some(constant) = self.modelled_constant(value) {
            return Some(constant);
        }
        let program = self.cx.program;
        let constants = &self.cx.constants;
        let mut known: Option<&'a ir::Constant> = None;
        for ty in self.types(base).iter() {
            let constant = match ty {
                Type::Class(class) => constants.attribute(program, class, name, true)?,
                // A flag of a class is there to be set by subclasses, which may be those of other programs.
                Type::Instance(class) => {
                    let constant = constants.attribute(program, class, name, false)?;
                    matches!(constant, ir::Constant::Str(_)).then_some(constant)?
                }
                Type::Module(module) => {
                    let (module, name) = program.module_variable(module, name)?;
                    constants.global(program, module, name)?
                }
                _ => return None,
            };
            if known.is_some_and(|known| known != constant) {
                return None;
            }
            known = Some(constant);
        }
        known.map(Literal::Written)
    }

    /// The constant that stands at a constant place of a collection of a module which nobody changes. Whether something is
    /// so or not is there to be set.
    fn collected_constant(&self, base: Value, elem: Elem) -> Option<Literal<'a>> {
        let Elem::Item(key) = elem else { return None };
        let key = self.constant(key)?;
        let base = self.original(base);
        let is_of_module = match self.function.op(base) {
            Op::Global(_) | Op::Import(_) => true,
            Op::Load(module, Elem::Field(_)) => self.types(module).iter().all(|ty| matches!(ty, Type::Module(_))),
            _ => false,
        };
        let found = self.fixed_collection(base).filter(|_| is_of_module)?.at(key)?;
        matches!(found, ir::Constant::Str(_) | ir::Constant::Bytes(_) | ir::Constant::Int(_))
            .then(|| Literal::folded(found.clone()))
    }

    /// The constant that a model says that what is read always is.
    pub(in crate::interpret) fn modelled_constant(&self, value: Value) -> Option<Literal<'a>> {
        self.cx.program.modelled_constant(self.id, value).map(Literal::folded)
    }

    /// Facts that a modelled attribute makes harmless by being read.
    fn sanitized_read(&self, value: Value, base: Value, mut facts: Facts) -> Facts {
        let names = self.cx.program.apis;
        let mut kinds = KindSet::EMPTY;
        if facts.is_empty() {
            return facts;
        }
        for node in self.cx.program.reads(self.id, value) {
            for &row in &names.api(node).rows {
                match &names.row(row).effect {
                    Effect::Sanitizer { kinds: clean, to, .. } if to.base == PortBase::Value => {
                        kinds = kinds.union(*clean);
                    }
                    Effect::Pass { turns, to, .. } if to.base == PortBase::Value && !turns.is_empty() => {
                        facts = self.turned_by_read(base, &facts, turns);
                    }
                    _ => {}
                }
            }
        }
        if kinds.is_empty() {
            return facts;
        }
        facts.iter().map(|fact| Fact { cleaned: fact.cleaned.union(kinds), ..*fact }).collect()
    }

    /// Whether a value is an object that this function made itself by code of the program: what other objects of its
    /// class hold says nothing of it.
    pub(in crate::interpret) fn is_made_here(&self, base: Value) -> bool {
        let locations = &self.values[base.index()].locations;
        !locations.is_empty()
            && locations.iter().all(|location| match location.root {
                Root::Made(value) => location.path.is_empty() && self.is_new_object(value),
                Root::Input(_) | Root::Data(_) => false,
            })
    }

    /// Whether a call always gives a new object: it makes one, runs what does, or changes a copy.
    pub(in crate::interpret) fn is_new_object(&self, call: Value) -> bool {
        let names = self.cx.program.apis;
        let copies = |row: &knowledge::RowId| {
            matches!(names.row(*row).effect, Effect::Sequence { does: knowledge::Move::Change, .. })
        };
        self.cx.program.call(self.id, call).is_some_and(|site| {
            !site.targets.is_empty()
                && site.targets.iter().all(|target| match *target {
                    Target::Construct { .. } => true,
                    Target::Function { function, .. } => self.known.gives_new(function),
                    Target::Api(node) => names.api(node).rows.iter().any(copies),
                    Target::Template { .. } => false,
                })
        })
    }

    /// Whether this function has just written that part of a value.
    fn is_written(&self, base: Value, part: Part) -> bool {
        let locations = &self.values[base.index()].locations;
        !locations.is_empty()
            && locations.iter().all(|location| {
                self.state.read(Location { root: location.root, path: location.path.then(part) }).replaced
            })
    }

    /// What stands at a path below a value. Paths of the facts are below that.
    pub(in crate::interpret) fn facts_at(&self, value: Value, path: Path) -> Facts {
        if path.is_empty() {
            return self.facts(value);
        }
        let path = self.told_apart(value, path);
        let known = &self.values[value.index()];
        let mut facts = Facts::default();
        let mut replaced = !known.locations.is_empty();
        let guarded = self.state.guarded(value);
        for location in &known.locations {
            let found = self.state.read(Location { root: location.root, path: location.path.join(&path) });
            replaced &= found.replaced;
            for fact in found.facts.iter() {
                facts.add(Fact { cleaned: fact.cleaned.union(guarded), ..*fact });
            }
        }
        if !replaced {
            for fact in known.facts.iter() {
                if let Some(fact) = narrowed(fact, &path) {
                    let of_part = self.guarded_below(value, path.join(&fact.path));
                    facts.add(Fact { cleaned: fact.cleaned.union(guarded).union(of_part), ..fact });
                }
            }
        }
        self.add_by_name(&mut facts, value, &path);
        for fact in self.told.elements(value) {
            if let Some(fact) = narrowed(&fact, &path) {
                facts.add(fact);
            }
        }
        // What is read of something that is a text as a whole is a part of it.
        let is_led = |fact: &Fact| !fact.cleaned.intersection(self.cx.texts.led).is_empty();
        if facts.iter().any(is_led) && self.facts(value).iter().any(|fact| fact.path.is_empty() && is_led(fact)) {
            facts = self.parts_of(facts);
        }
        self.guesses_told(value, &facts)
    }

    /// The same, and of the value itself all that it holds.
    pub(in crate::interpret) fn facts_below(&self, value: Value, path: Path) -> Facts {
        if path.is_empty() { self.facts(value) } else { self.facts_at(value, path) }
    }

    pub(in crate::interpret) fn store(&mut self, value: Value, base: Value, elem: Elem, of: Value) {
        let facts = self.facts(of);
        let facts = self.carried(value, &facts, HopKind::Stored);
        self.escapes(of);
        let part = self.part_of(base, elem).filter(|part| *part != Part::Computed).unwrap_or(Part::Any);
        let locations = self.values[base.index()].locations.clone();
        let is_sure = locations.len() == 1 && part != Part::Any;
        // What is written down as well, a constant under a constant key, changes nothing of what matters.
        let has_constant_key = matches!(elem, Elem::Item(key) if self.constant(key).is_some());
        let is_constant = self.constant(of).is_some();
        let others = self.alternative_parts(elem).filter(|_| part == Part::Any).unwrap_or_default();
        for location in &locations {
            let is_map = matches!(location.root, Root::Made(made) if matches!(self.function.op(made), Op::Map(_)));
            if !has_constant_key || !is_map && !is_constant {
                self.state.contents.touch(location.root);
            }
            for &other in &others {
                let at = Location { root: location.root, path: location.path.then(other) };
                self.write(at, &facts, false);
            }
            if !others.is_empty() {
                continue;
            }
            if let (Elem::Item(key), Part::Any, true) = (elem, part, location.path.is_empty() && self.is_map(base)) {
                self.key_written(value, key, location.root);
            }
            let at = Location { root: location.root, path: location.path.then(part) };
            let replaces = is_sure && !at.path.is_lost();
            self.write(at, &facts, replaces);
            if replaces {
                self.hold(at, of);
            }
        }
        if let (Elem::Field(name), FunctionKind::ClassBody(class)) = (elem, self.function.kind) {
            self.bound(Place::Attribute(self.cx.program.class_id(self.module, class), name), of);
        }
        if let Elem::Item(key) = elem {
            self.element_written(value, base, key, of);
            self.store_shared(base, Path::one(part), &facts);
        }
        if let Elem::Field(name) = elem {
            for ty in self.types(base).iter() {
                self.add_to_attribute(ty, name, &facts);
            }
            let of_program = |ty: Type| !matches!(ty, Type::Api(_) | Type::ApiInstance(_));
            if !self.types(base).iter().any(of_program) {
                self.store_shared(base, Path::one(Part::Field(name)), &facts);
            }
        }
    }

    /// What is written into an attribute is there for other functions.
    pub(in crate::interpret) fn add_to_attribute(&mut self, ty: Type, name: ir::Symbol, facts: &Facts) {
        if let Type::Instance(class) | Type::Class(class) = ty {
            let attribute = self.cx.program.attribute(class, name);
            self.add_to_cell(Cell::Attribute(attribute), facts);
            if matches!(ty, Type::Class(_)) {
                self.add_to_cell(Cell::OfClass(attribute), facts);
            }
        }
    }

    /// What is written into an object that a module-level name holds is there for whoever reads the name.
    pub(in crate::interpret) fn store_shared(&mut self, base: Value, path: Path, facts: &Facts) {
        if facts.is_empty() || !self.values[base.index()].locations.is_empty() {
            return;
        }
        let Some((module, name)) = crate::cell::variable_of(self.cx.program, self.id, base) else { return };
        let below: Facts = facts.iter().map(|fact| Fact { path: path.join(&fact.path), ..*fact }).collect();
        self.add_parts_to_cell(Cell::Global(module, name), &below);
    }

    pub(in crate::interpret) fn delete(&mut self, base: Value, elem: Elem) {
        if let Elem::Item(key) = elem
            && self.delete_element(base, key)
        {
            return;
        }
        let locations = self.values[base.index()].locations.clone();
        self.touch(base);
        locations.iter().for_each(|location| self.state.contents.forget_length(location.root));
        if let ([location], Some(part)) = (&locations[..], self.part(elem))
            && !matches!(part, Part::Any | Part::Computed)
        {
            let at = Location { root: location.root, path: location.path.then(part) };
            if !at.path.is_lost() {
                self.remove(at);
            }
        }
    }

    /// The sources that reading a modelled name is.
    pub(in crate::interpret) fn read_sources(&mut self, value: Value) -> Facts {
        let names = self.cx.program.apis;
        let nodes: SmallVec<[knowledge::NodeId; 2]> = self.cx.program.reads(self.id, value).collect();
        let mut facts = Facts::default();
        for node in nodes {
            for &row in &names.api(node).rows {
                if let Effect::Source { kind, to, fixed_without, by_field, own, .. } = &names.row(row).effect
                    && to.base == PortBase::Value
                    && self.cx.sources.contains(*kind)
                    && !self.is_fixed_by_route(fixed_without.as_deref())
                    && !self.is_own_place(own.as_ref().and_then(|_| self.object_of(value)))
                {
                    let fact = self.source_fact(value, row, *kind);
                    match self.function.op(value) {
                        Op::Load(object, _) if *by_field => facts.add_all(&self.by_field(object, fact)),
                        _ => facts.add(fact),
                    }
                }
            }
        }
        facts
    }

    /// The object of which an attribute is read.
    fn object_of(&self, read: Value) -> Option<Value> {
        if let Op::Load(object, _) = self.function.op(read) { Some(object) } else { None }
    }

    /// Whether a value is a place of the program's own, or what a library finds there.
    pub(in crate::interpret) fn is_own_place(&self, value: Option<Value>) -> bool {
        let is_entry = |function| self.cx.entries.contains_key(&function);
        value.is_some_and(|value| self.cx.program.is_own_place((self.id, value), self.cx.addresses, &is_entry))
    }

    /// The states that data is in as it comes from a source.
    pub(in crate::interpret) fn state_of_source(&self, row: knowledge::RowId) -> KindSet {
        let Effect::Source { becomes, becomes_routed, .. } = &self.cx.program.apis.row(row).effect else {
            return KindSet::EMPTY;
        };
        if becomes_routed.is_empty() {
            return *becomes;
        }
        // A function that the framework does not call itself is called for a route, too; one that it calls without one
        // sees every address that is asked for.
        let entry = self.cx.entries.get(&self.id);
        let is_routed = match entry.and_then(|entry| of_entry(self.cx.program, self.cx.paths, entry)) {
            Some(beginning) => beginning == Beginning::Own,
            None => !self.is_beside_one_for_all(),
        };
        if is_routed { becomes.union(*becomes_routed) } else { *becomes }
    }

    /// Whether a method stands in a class of which another is called for every address that is asked for.
    fn is_beside_one_for_all(&self) -> bool {
        let FunctionKind::Method(class) = self.function.kind else { return false };
        let program = self.cx.program;
        let class = program.class_id(self.module, class);
        let is_for_all = |method: &ir::Method| {
            let entry = self.cx.entries.get(&program.method_function(class, *method));
            entry.is_some_and(|entry| match &program.apis.row(entry.row).effect {
                Effect::Route(route) => route.guards == Some(knowledge::Guards::Program),
                _ => false,
            })
        };
        program.class(class).methods.iter().any(is_for_all)
    }

    /// Whether what is read of a request is what the handler's own route says: its path is constant, and does not hold
    /// the mark behind which others may write what they want.
    pub(in crate::interpret) fn is_fixed_by_route(&self, mark: Option<&str>) -> bool {
        let (Some(mark), Some(entry)) = (mark, self.cx.entries.get(&self.id)) else { return false };
        match (&self.cx.program.apis.row(entry.row).effect, &entry.path) {
            (Effect::Route(route), Some(path)) => is_constant(route, path, mark),
            _ => false,
        }
    }

    pub(in crate::interpret) fn read_cell(&mut self, value: Value, cell: Cell) -> Facts {
        if !self.out.cells_read.contains(&cell) {
            self.out.cells_read.push(cell);
        }
        let held = self.known.cells.get(cell);
        let mut facts = Facts::default();
        for fact in held {
            let hops = fact.way.len() as u16 + 1;
            let step = self.step_from(value, HopKind::Shared, &fact.way);
            // That the write comes before the read, and on the same object, is an assumption, but for what an object has
            // from its making on.
            let is_kept = fact.way.stored_by().is_some_and(|write| {
                matches!(cell, Cell::Attribute(_)) && self.cx.program.is_kept_from_making(write, (self.id, value))
            });
            let assumed = fact.assumed.saturating_add(u8::from(!is_kept));
            facts.add(Fact {
                path: fact.path,
                origin: Origin::Source(fact.source),
                cleaned: fact.cleaned,
                assumed,
                hops,
                step,
                is_guessed: false,
            });
        }
        facts
    }

    pub(in crate::interpret) fn write_cell(&mut self, value: Value, cell: Cell, of: Value) {
        let facts = self.facts(of);
        let facts = self.carried(value, &facts, HopKind::Stored);
        self.add_to_cell(cell, &facts);
    }

    /// Adds what comes from outside the program to a cell, and notes for callers what comes from them. The last step of
    /// the facts is the write.
    pub(in crate::interpret) fn add_to_cell(&mut self, cell: Cell, facts: &Facts) {
        // What attributes of objects hold has cells of its own.
        if facts.iter().all(|fact| fact.path.is_elements()) {
            self.add_parts_to_cell(cell, facts);
        } else {
            self.add_parts_to_cell(cell, &facts.iter().filter(|fact| fact.path.is_elements()).copied().collect());
        }
    }

    fn add_parts_to_cell(&mut self, cell: Cell, facts: &Facts) {
        if !self.recording {
            return;
        }
        for fact in facts.iter() {
            if matches!(fact.origin, Origin::Input(..)) && matches!(cell, Cell::Attribute(_) | Cell::OfClass(_)) {
                // A caller sees it in the object that it gave.
                continue;
            }
            self.put_into_cell(cell, fact, self.steps.way(fact.step));
        }
    }

    /// What an operation's value is under copies.
    pub(in crate::interpret) fn original(&self, value: Value) -> Value {
        self.function.original(value)
    }
}
