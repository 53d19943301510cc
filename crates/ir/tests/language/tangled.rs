//! Dominance, judged against its definition, and on functions of many blocks.

use std::collections::BTreeSet;
use std::fmt::Write;

use flawline_ir::{Value, parse_module, verify_module};

use crate::chance::Chance;

/// A function of a few blocks with two operations each, control flow and operands by chance, as text.
struct Tangle {
    targets: Vec<Vec<usize>>,
    operands: Vec<usize>,
    text: String,
}

fn tangle(chance: &mut Chance) -> Tangle {
    let count = 2 + chance.below(7);
    let mut targets: Vec<Vec<usize>> = Vec::new();
    for _ in 0..count {
        targets.push((0..chance.below(4)).map(|_| 1 + chance.below(count - 1)).collect());
    }
    let operands: Vec<usize> = (0..count * 2).map(|_| chance.below(count * 2)).collect();
    let mut text = "module m\nfn f0 m() {\nname m\nkind module\n".to_owned();
    for block in 0..count {
        let from: Vec<String> =
            (0..count).filter(|&from| targets[from].contains(&block)).map(|from| format!("b{from}")).collect();
        let from = if from.is_empty() { String::new() } else { format!("from {}", from.join(", ")) };
        let handlers = targets[block].get(2).map_or(String::new(), |to| format!("handlers b{to}"));
        let (first, second) = (block * 2, block * 2 + 1);
        let end = match targets[block][..] {
            [] => "raise".to_owned(),
            [to] => format!("jump b{to}"),
            [then, otherwise, ..] => format!("branch v{} then b{then} else b{otherwise}", operands[first]),
        };
        writeln!(text, "b{block}: {from} {handlers}").unwrap();
        writeln!(text, "v{first} = copy v{}", operands[first]).unwrap();
        writeln!(text, "v{second} = copy v{}", operands[second]).unwrap();
        writeln!(text, "{end}").unwrap();
    }
    text.push_str("}\n");
    Tangle { targets, operands, text }
}

impl Tangle {
    /// The blocks that control reaches without passing `without`.
    fn reached(&self, without: Option<usize>) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        let mut open = vec![0];
        while let Some(block) = open.pop() {
            if Some(block) != without && reached.insert(block) {
                open.extend(&self.targets[block]);
            }
        }
        reached
    }
}

#[test]
fn dominance_agrees_with_its_definition_on_tangled_control_flow() {
    let mut chance = Chance::new(3);
    for _ in 0..3000 {
        let tangle = tangle(&mut chance);
        let module = parse_module(&tangle.text).unwrap_or_else(|error| panic!("{error}\n{}", tangle.text));
        let found: BTreeSet<usize> = verify_module(&module)
            .err()
            .into_iter()
            .flatten()
            .inspect(|error| assert!(error.message.contains("may be unmade"), "{error}\n{}", tangle.text))
            .filter_map(|error| error.value)
            .map(Value::index)
            .collect();
        let reached = tangle.reached(None);
        let wanted: BTreeSet<usize> = (0..tangle.operands.len())
            .filter(|&user| {
                let (operand, block) = (tangle.operands[user], user / 2);
                let home = operand / 2;
                let made = if home == block { operand < user } else { !tangle.reached(Some(home)).contains(&block) };
                reached.contains(&block) && !made
            })
            .collect();
        assert_eq!(found, wanted, "{}", tangle.text);
    }
}

#[test]
fn forty_thousand_blocks_with_one_handler_take_no_time() {
    let count = 40_000;
    let mut text = "module m\nfn f0 m() {\nname m\nkind module\n".to_owned();
    for block in 0..count {
        let from = if block == 0 { String::new() } else { format!(" from b{}", block - 1) };
        writeln!(text, "b{block}:{from} handlers b{}\nv{block} = const null", count + 1).unwrap();
        writeln!(text, "jump b{}", block + 1).unwrap();
    }
    let all: Vec<String> = (0..count).map(|block| format!("b{block}")).collect();
    writeln!(text, "b{count}: from b{}\nunreachable", count - 1).unwrap();
    writeln!(text, "b{}: from {}\nraise v0\n}}", count + 1, all.join(", ")).unwrap();
    assert_eq!(verify_module(&parse_module(&text).unwrap()), Ok(()));
}
