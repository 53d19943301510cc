//! Sites: numbers for all that containers come from. An operation makes one, a generator gives one, a declaration of a
//! parameter, a result or a field speaks of one.

use ir::{Module, Op, Value};

use crate::{ClassRef, FuncId, Program};

/// Where a container comes from, by a number in the whole program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Site(pub(crate) u32);

/// The first numbers. Each function has one for every operation, one for what it gives as a generator, and for its
/// result and each of its parameters two: if it is declared as a sequence, and if as a map. Then come two for each
/// field.
#[derive(Default)]
pub(crate) struct Sites {
    functions: Vec<u32>,
    classes: Vec<u32>,
}

/// What a site stands for.
#[derive(Clone, Copy)]
pub(crate) enum Maker {
    /// An operation.
    Op(FuncId, Op),
    /// A generator.
    Generator,
    /// A declaration of a sequence or a map.
    Declared {
        /// Whether of a map.
        is_map: bool,
    },
}

impl Sites {
    pub(crate) fn new(modules: &[Module]) -> Self {
        let mut sites = Self::default();
        let mut next = 0_u32;
        for function in modules.iter().flat_map(|module| &module.functions) {
            sites.functions.push(next);
            let count = function.ops.len() + 1 + 2 * (function.params.len() + 1);
            next = next.saturating_add(count as u32);
        }
        for class in modules.iter().flat_map(|module| &module.classes) {
            sites.classes.push(next);
            next = next.saturating_add(2 * class.fields.len() as u32);
        }
        sites
    }
}

impl Program<'_> {
    /// The site of an operation.
    pub(crate) fn site(&self, function: FuncId, value: Value) -> Site {
        Site(self.sites.functions[function.index()].saturating_add(value.0))
    }

    /// The site of what a generator gives.
    pub(crate) fn yields(&self, function: FuncId) -> Site {
        self.site(function, Value(self.function(function).ops.len() as u32))
    }

    /// The site of a declared result.
    pub(crate) fn declared_result(&self, function: FuncId, is_map: bool) -> Site {
        Site(self.yields(function).0.saturating_add(1 + u32::from(is_map)))
    }

    /// The site of a declared parameter.
    pub(crate) fn declared_param(&self, function: FuncId, index: usize, is_map: bool) -> Site {
        Site(self.declared_result(function, is_map).0.saturating_add(2 * (index as u32 + 1)))
    }

    /// The site of a declared field.
    pub(crate) fn declared_field(&self, class: ClassRef, index: usize, is_map: bool) -> Site {
        Site(self.sites.classes[class.index()].saturating_add(2 * index as u32 + u32::from(is_map)))
    }

    /// What a site stands for.
    pub(crate) fn maker(&self, site: Site) -> Maker {
        if let Some(&first) = self.sites.classes.first()
            && site.0 >= first
        {
            return Maker::Declared { is_map: (site.0 - first) % 2 == 1 };
        }
        let at = self.sites.functions.partition_point(|&base| base <= site.0).saturating_sub(1);
        let id = FuncId(at as u32);
        let ops = &self.function(id).ops;
        let offset = (site.0 - self.sites.functions[at]) as usize;
        match ops.get(offset) {
            Some(&op) => Maker::Op(id, op),
            None if offset == ops.len() => Maker::Generator,
            None => Maker::Declared { is_map: (offset - ops.len() - 1) % 2 == 1 },
        }
    }

    /// Whether iterating over what comes from there gives its keys.
    pub(crate) fn is_map(&self, site: Site) -> bool {
        match self.maker(site) {
            Maker::Op(_, Op::Map(_)) | Maker::Declared { is_map: true } => true,
            Maker::Op(id, Op::Param(index)) => {
                let param = self.function(id).params.get(index as usize);
                param.is_some_and(|param| param.kind == ir::ParamKind::RestNamed)
            }
            _ => false,
        }
    }

    /// The site of the arguments that a function gathers under a parameter.
    pub(crate) fn gathered(&self, id: FuncId, index: usize) -> Option<Site> {
        // A function begins with its parameters.
        let function = self.function(id);
        let gathers = |op: &Op| matches!(*op, Op::Param(at) if at as usize == index);
        let at = function.ops.iter().take(function.params.len()).position(gathers)?;
        Some(self.site(id, Value(at as u32)))
    }

    /// How many elements a literal sequence has, when none is spread.
    pub(crate) fn literal_len(&self, site: Site) -> Option<usize> {
        let Maker::Op(id, Op::Sequence(_, list)) = self.maker(site) else { return None };
        let function = self.function(id);
        let spread = |value: &Value| matches!(function.op(*value), Op::Unary(ir::UnaryOp::Spread, _));
        let operands = function.values(list);
        (!operands.iter().any(spread)).then_some(operands.len())
    }
}
