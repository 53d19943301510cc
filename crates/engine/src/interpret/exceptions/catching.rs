//! Which exceptions a test on their way lets in: handlers by class, and managers that swallow.

use std::rc::Rc;

use ir::{Op, Value};
use knowledge::Effect;
use program::{ClassRef, Target, Type, descends};

use crate::interpret::Interpreter;
use crate::raised::Raised;
use program::Values;

/// Whether a handler is entered by an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::interpret) enum Fits {
    No,
    Maybe,
    Yes,
}

/// What a test on the way of an exception lets in.
enum Catches {
    Nothing,
    Maybe,
    All,
    Classes(Vec<Value>),
}

impl Interpreter<'_, '_> {
    /// Whether an exception of a class is caught where these classes are.
    pub(in crate::interpret) fn fits(&self, class: Option<Type>, caught: &[Value]) -> Fits {
        if caught.is_empty() {
            return Fits::Yes;
        }
        let mut fits = Fits::No;
        for &value in caught {
            let types = self.types(value);
            let Some(class) = class.filter(|_| !types.is_empty()) else {
                fits = Fits::Maybe;
                continue;
            };
            for ty in types.iter() {
                match self.fits_one(class, ty) {
                    Fits::Yes if types.iter().count() == 1 => return Fits::Yes,
                    Fits::Yes | Fits::Maybe => fits = Fits::Maybe,
                    Fits::No => {}
                }
            }
        }
        fits
    }

    fn fits_one(&self, class: Type, caught: Type) -> Fits {
        let program = self.cx.program;
        let is_open = |class: ClassRef| program.has_unknown_ancestor(class);
        let yes_or = |holds: bool, otherwise: bool| match (holds, otherwise) {
            (true, _) => Fits::Yes,
            (_, true) => Fits::Maybe,
            _ => Fits::No,
        };
        match (class, caught) {
            (Type::Instance(class), Type::Class(caught)) => yes_or(
                program.ancestors(class).contains(&caught),
                program.ancestors(caught).contains(&class) || is_open(class),
            ),
            (Type::Instance(class), Type::Api(caught)) => yes_or(
                program.modelled_ancestors(class).iter().any(|&node| descends(program, node, &[caught])),
                is_open(class),
            ),
            (Type::ApiInstance(class), Type::Api(caught)) => {
                yes_or(descends(program, class, &[caught]), descends(program, caught, &[class]))
            }
            (Type::ApiInstance(class), Type::Class(caught)) => {
                let below = program.modelled_ancestors(caught).iter().any(|&node| descends(program, node, &[class]));
                yes_or(false, below || is_open(caught))
            }
            _ => Fits::Maybe,
        }
    }

    /// Of what is on its way: what a test lets in, and what goes on. Nothing for a condition that is no such test.
    pub(in crate::interpret) fn sorted_raised(&self, condition: Value) -> Option<[Option<Rc<Raised>>; 2]> {
        let raised = self.state.raised.as_ref()?;
        let catches = match self.function.op(condition) {
            Op::Caught(list) if list.len > 0 => Catches::Classes(self.function.values(list).to_vec()),
            Op::Exit(of) => self.swallows(of),
            _ => return None,
        };
        let (mut entering, mut passing) = (Raised::default(), Raised::default());
        let of_class = |class: Option<Type>| match &catches {
            Catches::Nothing => Fits::No,
            Catches::Maybe => Fits::Maybe,
            Catches::All => Fits::Yes,
            Catches::Classes(classes) => self.fits(class, classes),
        };
        entering.any = raised.any && !matches!(catches, Catches::Nothing);
        passing.any = raised.any && !matches!(catches, Catches::All);
        for &raising in raised.iter() {
            let fits = of_class(raising.class);
            if fits != Fits::No {
                entering.add(raising);
            }
            if fits != Fits::Yes {
                passing.add(raising);
            }
        }
        Some([entering, passing].map(|part| (!part.is_empty()).then(|| Rc::new(part))))
    }

    /// Which exceptions the manager of a block swallows.
    fn swallows(&self, manager: Value) -> Catches {
        let program = self.cx.program;
        let made = self.original(manager);
        if let Some(site) = program.call(self.id, made) {
            for target in &site.targets {
                let Target::Api(node) = *target else { continue };
                for &row in &program.apis.api(node).rows {
                    if let Effect::Suppresses { classes } = &program.apis.row(row).effect {
                        let given = program.given(self.id, made);
                        return Catches::Classes(program::base_values(program, &given, made, classes));
                    }
                }
            }
        }
        let leaves = program.leaves(self.id, manager);
        let truths = leaves.iter().map(|&function| {
            let summary = self.known.summary(function)?;
            summary.constant.as_ref().and_then(crate::fold::truth)
        });
        let truths: Vec<Option<bool>> = truths.collect();
        match truths.first() {
            None => Catches::Nothing,
            Some(&Some(first)) if truths.iter().all(|truth| *truth == Some(first)) => {
                if first {
                    Catches::All
                } else {
                    Catches::Nothing
                }
            }
            Some(_) => Catches::Maybe,
        }
    }
}
