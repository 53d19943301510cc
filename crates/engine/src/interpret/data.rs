//! Calls that read files of data: which file is meant, and what is known of it from there on.

use ir::{BinaryOp, Constant, Op, Value};
use knowledge::{Effect, Port, PortBase, StringEffect};
use program::{DataId, Given, Values, base_values, row_holds};

use crate::address::UNKNOWN;
use crate::data::{constant_at, is_body};
use crate::fold;
use crate::interpret::calls::Calling;
use crate::interpret::{Interpreter, Literal};
use crate::location::{Location, Root};
use crate::path::Path;

/// How many calls may lie between the opening of a file and where it is read.
const DEPTH: usize = 6;

impl<'a> Interpreter<'a, '_> {
    /// A row says that a call reads a file of data.
    pub(super) fn read_data(&mut self, calling: &mut Calling<'a>, format: &str, from: (&Port, bool), to: &Port) {
        if !self.cx.program.has_data() {
            return;
        }
        let (file, is_path) = from;
        let [(value, ref below)] = self.at(calling, file)[..] else { return };
        let path = if !below.is_empty() {
            None
        } else if is_path {
            self.path_text(value)
        } else {
            self.opened(value)
        };
        let found = path.and_then(|path| self.file_of_path(&path));
        let program = self.cx.program;
        let is_read = |id: &DataId| self.cx.data.is_constant(*id) && program.data_file(*id).format == format;
        let found = found.filter(is_read);
        if let Some(id) = found.filter(|id| self.recording && program.data_file(*id).unread.is_some()) {
            self.out.unread.push((calling.value, id));
        }
        let Some(id) = found else {
            // Nothing is known any more of an object that held another file.
            if to.base == PortBase::Receiver {
                self.touch_receiver(calling);
            }
            return;
        };
        match to.base {
            PortBase::Return if to.steps.is_empty() => {
                calling.result.facts = crate::fact::Facts::default();
                self.note_data(calling.value, id);
                self.state.contents.set_data(Root::Made(calling.value), id);
            }
            PortBase::Receiver if to.steps.is_empty() => {
                let Some(receiver) = calling.given.receiver else { return };
                self.note_data(self.original(receiver), id);
                if let [Location { root, path }] = self.values[receiver.index()].locations[..]
                    && path.is_empty()
                {
                    self.state.contents.set_data(root, id);
                }
            }
            _ => {}
        }
    }

    fn touch_receiver(&mut self, calling: &Calling<'a>) {
        let Some(receiver) = calling.given.receiver else { return };
        for at in 0..self.values[receiver.index()].locations.len() {
            let root = self.values[receiver.index()].locations[at].root;
            self.state.contents.touch(root);
        }
    }

    fn note_data(&mut self, object: Value, id: DataId) {
        if self.recording && is_body(self.function) {
            self.out.data.push((object, id));
        }
    }

    /// The constant that a file of data holds, of which a value, at a path below, is a part.
    pub(super) fn data_constant(&self, value: Value, below: Path) -> Option<Literal<'a>> {
        let [location] = self.values[value.index()].locations[..] else { return None };
        let id = self.state.contents.data(location.root).or_else(|| match location.root {
            Root::Made(object) => self.cx.data.object(self.id, object),
            _ => None,
        })?;
        let program = self.cx.program;
        constant_at(&program.data_file(id).data, location.path.join(&below)).map(Literal::Written)
    }

    /// The file that a path means; what is not known at its beginning is taken for the folder of the program's own file.
    fn file_of_path(&self, path: &str) -> Option<DataId> {
        let known = match path.rsplit_once(UNKNOWN) {
            None => path,
            Some((_, rest)) => rest.strip_prefix('/')?,
        };
        self.cx.program.find_data(self.module, known)
    }

    /// The path of the file that a value is, or is the text of.
    fn opened(&self, value: Value) -> Option<String> {
        let program = self.cx.program;
        let mut at = self.original(value);
        for _ in 0..DEPTH {
            at = match self.function.op(at) {
                Op::Enter(of, _) => self.original(of),
                Op::Call(..) => {
                    let given = program.given(self.id, at);
                    let mut next = None;
                    for row in self.rows_of_call(at) {
                        let data = program.apis.row(row);
                        match &data.effect {
                            Effect::Opens { path, writes: false } if row_holds(self, data, &given, at) => {
                                return self.path_text(*base_values(program, &given, at, path).first()?);
                            }
                            Effect::Opens { writes: true, .. } if row_holds(self, data, &given, at) => return None,
                            Effect::Pass { from, .. } if from.len() == 1 && from[0].steps.is_empty() => {
                                next = base_values(program, &given, at, &from[0]).first().copied();
                            }
                            _ => {}
                        }
                    }
                    self.original(next?)
                }
                _ => return None,
            };
        }
        None
    }

    /// A path as text, with a mark for what is not known at its beginning.
    fn path_text(&self, value: Value) -> Option<String> {
        let original = self.original(value);
        if let Some(Constant::Str(text)) = self.constant(value).or_else(|| self.constant(original)) {
            return Some(text.to_string());
        }
        let joined = |parts: &[Value]| {
            let mut path = UNKNOWN.to_string();
            for &part in parts {
                match self.constant(part) {
                    Some(Constant::Str(text)) => {
                        path.push('/');
                        path.push_str(text);
                    }
                    _ => path = UNKNOWN.to_string(),
                }
            }
            (path.len() > UNKNOWN.len_utf8()).then_some(path)
        };
        match self.function.op(original) {
            Op::Call(..) => {
                let program = self.cx.program;
                let given: Given = program.given(self.id, original);
                let is_join = |row: &knowledge::RowId| {
                    matches!(program.apis.row(*row).effect, Effect::Pass { string: StringEffect::Join, .. })
                };
                let rows = self.rows_of_call(original);
                match given.positional[..] {
                    // What makes a path of a text.
                    [only] if !rows.iter().any(is_join) && rows.iter().any(|row| self.is_pass(*row)) => {
                        self.path_text(only)
                    }
                    _ if rows.iter().any(is_join) => joined(&given.positional),
                    _ => None,
                }
            }
            Op::Binary(BinaryOp::Div, left, right) => {
                let last = joined(&[right])?;
                match self.function.op(self.original(left)) {
                    Op::Binary(BinaryOp::Div, _, folder) => {
                        let folder = joined(&[folder])?;
                        Some(folder + last.trim_start_matches(UNKNOWN))
                    }
                    _ => Some(last),
                }
            }
            _ => self.values[original.index()].text.as_ref().map(ToString::to_string),
        }
    }

    fn is_pass(&self, row: knowledge::RowId) -> bool {
        matches!(self.cx.program.apis.row(row).effect, Effect::Pass { .. })
    }

    /// The rows that speak of a call.
    pub(super) fn rows_of_call(&self, call: Value) -> Vec<knowledge::RowId> {
        let program = self.cx.program;
        let rows = self.called_apis(call).into_iter().flat_map(|node| program.apis.api(node).rows.clone());
        let mut rows: Vec<knowledge::RowId> = rows.collect();
        if let (true, Op::Call(ir::Callee::Method(receiver, name), _)) = (rows.is_empty(), self.function.op(call)) {
            rows = self.rows_by_name(receiver, name);
        }
        rows
    }

    /// What is read of a file of data by a call is what the file holds.
    pub(super) fn data_passed(
        &self,
        calling: &Calling<'a>,
        from: &[&Port],
        string: StringEffect,
    ) -> Option<Literal<'a>> {
        if !self.cx.program.has_data() {
            return None;
        }
        let port = from.first().filter(|port| !port.steps.is_empty())?;
        let [(value, path)] = self.at(calling, port)[..] else { return None };
        let constant = self.data_constant(value, path)?;
        match string {
            StringEffect::Same => Some(constant),
            StringEffect::Whole => fold::whole(constant.get()).map(Literal::folded),
            StringEffect::YesNo => fold::yes_no(constant.get()).map(Literal::folded),
            _ => None,
        }
    }

    /// The object that a module-level name holds, when it is a file of data.
    pub(super) fn data_of_global(
        &self,
        variable: Option<(program::ModuleId, ir::Symbol)>,
    ) -> smallvec::SmallVec<[Location; 1]> {
        let id = variable.and_then(|(module, name)| self.cx.data.global(module, name));
        id.map(|id| Location { root: Root::Data(id), path: Path::EMPTY }).into_iter().collect()
    }
}
