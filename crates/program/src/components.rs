//! The call graph's strongly connected components, in an order in which callees come first.

use contained::Step;
use ir::{Op, Symbol, Terminator};

use crate::{ClassRef, FuncId, Program, Target, Type, TypeSet};

/// Components and their levels: a component calls only components of lower levels.
#[derive(Default)]
pub struct Components {
    /// The components by level; within a level in canonical order; members in canonical order.
    pub levels: Vec<Vec<Vec<FuncId>>>,
    /// For each function its callees in the program, sorted, each once.
    pub callees: Vec<Vec<FuncId>>,
}

impl Components {
    pub(crate) fn new(program: &Program<'_>) -> Self {
        let callees: Vec<Vec<FuncId>> = program.functions().map(|id| callees_of(program, id)).collect();
        let components = tarjan(&callees);
        let mut component_of = vec![0; callees.len()];
        for (number, members) in components.iter().enumerate() {
            for member in members {
                component_of[member.index()] = number;
            }
        }
        // Tarjan gives callees first, so a component's level follows from levels that are known already.
        let mut level_of = vec![0_usize; components.len()];
        let mut levels: Vec<Vec<Vec<FuncId>>> = Vec::new();
        for (number, members) in components.into_iter().enumerate() {
            let below = members
                .iter()
                .flat_map(|member| &callees[member.index()])
                .map(|callee| component_of[callee.index()])
                .filter(|&callee| callee != number);
            let level = below.map(|callee| level_of[callee] + 1).max().unwrap_or(0);
            level_of[number] = level;
            if levels.len() <= level {
                levels.resize_with(level + 1, Vec::new);
            }
            levels[level].push(members);
        }
        for level in &mut levels {
            level.sort_unstable();
        }
        Self { levels, callees }
    }
}

/// The functions that a function may run: by itself, and by the values that it passes on as callbacks.
fn callees_of(program: &Program<'_>, id: FuncId) -> Vec<FuncId> {
    program.at_function(Step::Callees, id);
    let mut callees = program.runs(id);
    for call in program.calls(id) {
        let Op::Call(_, args) = program.function(id).op(call.value) else { continue };
        for arg in program.function(id).pools.args(args) {
            for ty in program.types(id, arg.value).iter() {
                if let Type::Function(function) | Type::Bound(function) = ty {
                    callees.push(function);
                }
            }
        }
    }
    callees.sort_unstable();
    callees.dedup();
    callees
}

impl Program<'_> {
    /// The functions that a function's own operations run: calls, those that are not written, managed resources. Sorted, each
    /// once.
    pub fn runs(&self, id: FuncId) -> Vec<FuncId> {
        let mut run = Vec::new();
        for call in self.calls(id) {
            for target in &call.targets {
                match *target {
                    Target::Function { function, .. } | Target::Template { function, .. } => run.push(function),
                    Target::Construct { constructor, .. } => run.extend(constructor),
                    Target::Api(node) => {
                        run.extend(self.called_back(id, call.value, node).into_iter().filter_map(Target::function));
                    }
                }
            }
        }
        for block in &self.function(id).blocks {
            // Raising a class makes an instance of it.
            if let Terminator::Raise(Some(raised)) = block.terminator {
                let classes = self.types(id, raised);
                run.extend(classes.iter().filter_map(|ty| match ty {
                    Type::Class(class) => self.constructor(class),
                    _ => None,
                }));
            }
        }
        run.extend(self.unseen(id).iter().map(|unseen| unseen.function));
        for op in &self.function(id).ops {
            match *op {
                Op::Enter(of, method) => run.extend(self.methods_of(self.types(id, of), method)),
                Op::Exit(of) => run.extend(self.named_methods(self.types(id, of), self.names.leave)),
                _ => {}
            }
        }
        run.sort_unstable();
        run.dedup();
        run
    }

    /// The functions that leaving a managed resource runs.
    pub fn leaves(&self, from: FuncId, of: ir::Value) -> Vec<FuncId> {
        self.named_methods(self.types(from, of), self.names.leave)
    }

    /// Whether a method of that name hands something to a generator and gives what it yields next.
    pub fn is_resuming(&self, name: Symbol) -> bool {
        self.names.resume.contains(&self.text(name))
    }

    /// The methods of these names of the instances among the types.
    fn named_methods(&self, types: TypeSet, names: &[&str]) -> Vec<FuncId> {
        let names = names.iter().filter_map(|name| self.symbols.find(name));
        names.flat_map(|name| self.methods_of(types, name)).collect()
    }

    /// The methods of that name of the instances among the types.
    fn methods_of(&self, types: TypeSet, name: Symbol) -> impl Iterator<Item = FuncId> + '_ {
        let classes: Vec<ClassRef> =
            types.iter().filter_map(|ty| if let Type::Instance(class) = ty { Some(class) } else { None }).collect();
        classes
            .into_iter()
            .filter_map(move |class| self.method(class, name))
            .map(|(owner, method)| self.method_function(owner, method))
    }
}

/// Tarjan's algorithm with its own stack. Members of a component come out sorted.
fn tarjan(callees: &[Vec<FuncId>]) -> Vec<Vec<FuncId>> {
    const UNSEEN: u32 = u32::MAX;
    let count = callees.len();
    let mut index = vec![UNSEEN; count];
    let mut low = vec![0_u32; count];
    let mut on_stack = vec![false; count];
    let mut stack = Vec::new();
    let mut components = Vec::new();
    let mut next = 0;
    for root in 0..count {
        if index[root] != UNSEEN {
            continue;
        }
        let mut work = vec![(root, 0)];
        while let Some((node, edge)) = work.pop() {
            if edge == 0 {
                index[node] = next;
                low[node] = next;
                next += 1;
                stack.push(node);
                on_stack[node] = true;
            }
            if let Some(callee) = callees[node].get(edge) {
                let callee = callee.index();
                work.push((node, edge + 1));
                if index[callee] == UNSEEN {
                    work.push((callee, 0));
                } else if on_stack[callee] {
                    low[node] = low[node].min(index[callee]);
                }
                continue;
            }
            if low[node] == index[node] {
                let mut members = Vec::new();
                while let Some(member) = stack.pop() {
                    on_stack[member] = false;
                    members.push(FuncId(member as u32));
                    if member == node {
                        break;
                    }
                }
                members.sort_unstable();
                components.push(members);
            }
            if let Some(&(caller, _)) = work.last() {
                low[caller] = low[caller].min(low[node]);
            }
        }
    }
    components
}
