//! What an exception keeps: the values that it is made of, in an attribute and as its text.

use ir::{Op, Value};
use knowledge::{Effect, NodeId};
use program::ClassRef;
use smallvec::{SmallVec, smallvec};

use crate::fact::Facts;
use crate::interpret::Interpreter;
use crate::interpret::calls::Calling;
use crate::location::{Location, Root};
use crate::path::{Part, Path};
use crate::trace::HopKind;

/// How many classes are asked on the way up from a modelled class.
const BASES: usize = 64;

impl<'a> Interpreter<'a, '_> {
    /// The attribute in which instances of a modelled class of exceptions keep what they were made of; nothing for what
    /// is no such class.
    pub(in crate::interpret) fn exception_of(&self, node: NodeId) -> Option<&'a str> {
        let apis = self.cx.program.apis;
        let mut queue: SmallVec<[NodeId; 8]> = smallvec![node];
        let mut at = 0;
        while let Some(&node) = queue.get(at) {
            for &row in &apis.api(node).rows {
                if let Effect::Exception { arguments } = &apis.row(row).effect {
                    return Some(arguments);
                }
            }
            let bases = apis.api(node).bases.iter().filter(|base| !queue.contains(base));
            let bases: Vec<NodeId> = bases.copied().collect();
            queue.extend(bases.into_iter().take(BASES.saturating_sub(queue.len())));
            at += 1;
        }
        None
    }

    /// A modelled class of exceptions is called, or its constructor: the exception keeps what it is given. Tells whether
    /// it is one.
    pub(in crate::interpret) fn make_exception(&mut self, calling: &Calling<'a>, node: NodeId) -> bool {
        let Some(field) = self.exception_of(node) else { return false };
        let apis = self.cx.program.apis;
        let is_constructor = !apis.api(node).is_class;
        let mut given = calling.given.positional.clone();
        let object = match (is_constructor, calling.given.receiver) {
            (false, _) => calling.value,
            (true, Some(receiver)) if matches!(self.function.op(calling.value), Op::Call(ir::Callee::Super(..), _)) => {
                receiver
            }
            (true, _) if given.is_empty() => return true,
            (true, _) => given.remove(0),
        };
        self.keep_arguments(calling.value, object, field, &given);
        true
    }

    /// An instance of a class of the program that descends from a modelled class of exceptions is made by that class.
    pub(in crate::interpret) fn make_own_exception(&mut self, calling: &Calling<'a>, class: ClassRef) {
        let nodes: Vec<NodeId> = self.cx.program.modelled_ancestors(class).to_vec();
        if let Some(field) = nodes.into_iter().find_map(|node| self.exception_of(node)) {
            let given = calling.given.positional.clone();
            self.keep_arguments(calling.value, calling.value, field, &given);
        }
    }

    fn keep_arguments(&mut self, value: Value, object: Value, field: &str, given: &[Value]) {
        // A program that never names the attribute does not read it.
        let field = self.cx.program.symbols.find(field);
        let mut roots: Vec<Location> = self.values[object.index()].locations.to_vec();
        if object == value {
            roots = vec![Location { root: Root::Made(value), path: Path::EMPTY }];
        }
        for (position, &argument) in given.iter().enumerate() {
            let facts = self.facts(argument);
            let facts = self.carried(value, &facts, HopKind::Stored);
            let whole = self.whole(argument);
            let text: Facts = self.carried(value, &whole, HopKind::Stored);
            for root in &roots {
                if let Some(field) = field {
                    let at = Path::one(Part::Field(field)).then(Part::Key(crate::key::position_key(position)));
                    self.write(Location { root: root.root, path: root.path.join(&at) }, &facts, false);
                }
                self.write(Location { root: root.root, path: root.path.then(Part::Text) }, &text, false);
            }
        }
    }
}
