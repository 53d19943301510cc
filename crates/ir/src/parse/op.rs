//! Reads one operation.

use super::Parser;
use super::line::{Found, Line, excerpt};
use crate::print::{read_binary, read_compare, read_sequence, read_unary};
use crate::{Arg, ArgKind, Callee, ClassId, ConstId, Constant, Elem, FunctionId, List, Op, Pools, Value};

impl Parser<'_> {
    pub(super) fn op(&mut self, line: &mut Line<'_>, pools: &mut Pools) -> Found<Op> {
        if let Some(left) = line.find_id('v')? {
            return infix(line, Value(left));
        }
        let word = line.word();
        Ok(match word {
            "const" => Op::Const(self.constant(line)?),
            "param" => Op::Param(line.number()?),
            "capture" => Op::Capture(line.number()?),
            "phi" => Op::Phi(values(line, pools)?),
            "copy" => Op::Copy(line.value()?),
            "global" => Op::Global(self.name(line)?),
            "set_global" => {
                let name = self.name(line)?;
                Op::SetGlobal(name, assigned(line)?)
            }
            "shared" => {
                let owner = owner(line)?;
                Op::Shared(owner, self.name(line)?)
            }
            "set_shared" => {
                let owner = owner(line)?;
                let name = self.name(line)?;
                Op::SetShared(owner, name, assigned(line)?)
            }
            "import" => Op::Import(self.name(line)?),
            "closure" => {
                let function = FunctionId(line.id('f', "a function")?);
                line.expect_word("captures")?;
                let captures = values(line, pools)?;
                line.expect_word("defaults")?;
                Op::Closure { function, captures, defaults: values(line, pools)? }
            }
            "class" => {
                let class = ClassId(line.id('c', "a class")?);
                Op::Class { class, bases: values(line, pools)? }
            }
            "template" => Op::Template(values(line, pools)?),
            "load" => {
                let base = line.value()?;
                Op::Load(base, self.part(line)?)
            }
            "store" => {
                let base = line.value()?;
                let part = self.part(line)?;
                Op::Store(base, part, assigned(line)?)
            }
            "delete" => {
                let base = line.value()?;
                Op::Delete(base, self.part(line)?)
            }
            "map" => Op::Map(map(line, pools)?),
            "call" => self.call(line, pools)?,
            "next" => Op::Next(line.value()?),
            "has_next" => Op::HasNext(line.value()?),
            "enter" => {
                let value = line.value()?;
                line.expect(".")?;
                Op::Enter(value, self.name(line)?)
            }
            "exit" => Op::Exit(line.value()?),
            "yield" => Op::Yield(line.value()?),
            "await" => Op::Await(line.value()?),
            "caught" => Op::Caught(values(line, pools)?),
            "opaque" => {
                let name = self.name(line)?;
                Op::Opaque(name, values(line, pools)?)
            }
            "undefined" => Op::Undefined,
            _ => {
                if let Some(operator) = read_unary(word) {
                    Op::Unary(operator, line.value()?)
                } else if let Some(kind) = read_sequence(word) {
                    Op::Sequence(kind, values(line, pools)?)
                } else {
                    return Err(format!("there is no operation `{}`", excerpt(word)));
                }
            }
        })
    }

    fn constant(&mut self, line: &mut Line<'_>) -> Found<ConstId> {
        let constant = if let Some(bytes) = line.bytes()? {
            Constant::Bytes(bytes.into())
        } else if let Some(number) = line.integer()? {
            Constant::Int(number)
        } else {
            match line.word() {
                "null" => Constant::Null,
                "true" => Constant::Bool(true),
                "false" => Constant::Bool(false),
                "number" => Constant::Number(line.string()?.into()),
                "" => Constant::Str(line.string()?.into()),
                other => return Err(format!("there is no constant `{}`", excerpt(other))),
            }
        };
        Ok(self.constants.intern(constant))
    }

    fn part(&mut self, line: &mut Line<'_>) -> Found<Elem> {
        if line.eat(".") {
            return self.name(line).map(Elem::Field);
        }
        line.expect("[")?;
        let part = if line.eat(":") {
            Elem::Slice
        } else if line.eat("*") {
            Elem::Any
        } else {
            let first = line.value()?;
            if line.eat(":") { Elem::Range(first, line.value()?) } else { Elem::Item(first) }
        };
        line.expect("]")?;
        Ok(part)
    }

    fn call(&mut self, line: &mut Line<'_>, pools: &mut Pools) -> Found<Op> {
        let is_super = line.eat_word("super");
        let value = line.value()?;
        let callee = if is_super {
            line.expect(".")?;
            Callee::Super(value, self.name(line)?)
        } else if line.eat(".") {
            Callee::Method(value, self.name(line)?)
        } else {
            Callee::Value(value)
        };
        let start = pools.args.len();
        line.list("(", ")", |line| {
            let kind = if line.eat("**") {
                ArgKind::SpreadNamed
            } else if line.eat("*") {
                ArgKind::Spread
            } else {
                // Whether a name or a value stands here, the colon tells: `v1: v2` passes `v2` by the name `v1`.
                let mut ahead = line.clone();
                match ahead.name() {
                    Ok(name) if ahead.eat(":") => {
                        *line = ahead;
                        ArgKind::Named(self.symbols.intern(&name))
                    }
                    _ => ArgKind::Positional,
                }
            };
            pools.args.push(Arg { value: line.value()?, kind });
            Ok(())
        })?;
        Ok(Op::Call(callee, since(start, pools.args.len())))
    }
}

/// The pool's entries from `start` on.
fn since(start: usize, end: usize) -> List {
    List { start: start as u32, len: (end - start) as u32 }
}

fn infix(line: &mut Line<'_>, left: Value) -> Found<Op> {
    let operator = line.operator();
    if operator == "isa" {
        Ok(Op::TypeTest(left, line.value()?))
    } else if let Some(operator) = read_binary(operator) {
        Ok(Op::Binary(operator, left, line.value()?))
    } else if let Some(operator) = read_compare(operator) {
        Ok(Op::Compare(operator, left, line.value()?))
    } else {
        Err(format!("there is no operator `{}`", excerpt(operator)))
    }
}

fn owner(line: &mut Line<'_>) -> Found<FunctionId> {
    let owner = FunctionId(line.id('f', "a function")?);
    line.expect(".")?;
    Ok(owner)
}

fn assigned(line: &mut Line<'_>) -> Found<Value> {
    line.expect("=")?;
    line.value()
}

/// Values in brackets.
fn values(line: &mut Line<'_>, pools: &mut Pools) -> Found<List> {
    let start = pools.values.len();
    line.list("[", "]", |line| {
        pools.values.push(line.value()?);
        Ok(())
    })?;
    Ok(since(start, pools.values.len()))
}

/// Keys and values in braces. A last key without a value is read too; the verifier refuses it.
fn map(line: &mut Line<'_>, pools: &mut Pools) -> Found<List> {
    let start = pools.values.len();
    line.list("{", "}", |line| {
        pools.values.push(line.value()?);
        if !line.clone().eat("}") {
            line.expect(":")?;
            pools.values.push(line.value()?);
        }
        Ok(())
    })?;
    Ok(since(start, pools.values.len()))
}
