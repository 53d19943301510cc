//! How modules, functions and classes are written.

use super::DecodeError;
use super::coded::{Coded, Reader, choice, structure};

structure!(Symbol);
structure!(ConstId);
structure!(FunctionId);
structure!(ClassId);
structure!(BlockId);
structure!(Value);
structure!(Span { start, end });

choice!(Constant { 0 = Null, 1 = Bool(a), 2 = Int(a), 3 = Number(a), 4 = Str(a), 5 = Bytes(a) });

structure!(Module {
    name,
    is_package,
    symbols,
    constants,
    functions,
    classes,
    bindings,
    star_imports,
    exported,
    notes
});
structure!(Binding { name, target });
choice!(BindingTarget { 0 = Import(a), 1 = Function(a), 2 = Class(a), 3 = Computed });
structure!(Note { kind, span, text });
choice!(NoteKind { 0 = Syntax, 1 = Depth, 2 = Opaque, 3 = Failure });

structure!(Function {
    name,
    qualified_name,
    kind,
    parent,
    params,
    captures,
    returns,
    decorators,
    is_generator,
    is_async,
    blocks,
    ops,
    spans,
    pools,
    names,
    span,
    name_span
});
choice!(FunctionKind { 0 = ModuleBody, 1 = ClassBody(a), 2 = Plain, 3 = Method(a), 4 = Lambda });
structure!(Param { name, kind, types, has_default });
choice!(ParamKind { 0 = Normal, 1 = PositionalOnly, 2 = NamedOnly, 3 = Rest, 4 = RestNamed });
structure!(Block { first, len, terminator, is_omissible, handlers, predecessors });
choice!(Terminator {
    0 = Jump(a),
    1 = Branch { condition, then, otherwise },
    2 = Return(a),
    3 = Raise(a),
    4 = Unreachable,
});

structure!(Class { name, qualified_name, bases, methods, fields, body, decorators, span });
structure!(Method { name, function, kind });
choice!(MethodKind { 0 = Instance, 1 = Class, 2 = Static, 3 = Property, 4 = Setter });
structure!(Field { name, types });
