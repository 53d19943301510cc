//! Two ways to ask which blocks control always passes give the same answers.

use flawline_ir::{BlockId, Dominators};

use crate::chance;

#[test]
fn the_tree_says_of_all_pairs_what_a_walk_back_says() {
    let mut asked = 0;
    for seed in 0..60 {
        for function in &chance::module(seed).functions {
            let dominators = Dominators::of(function);
            let blocks = (0..function.blocks.len() as u32).map(BlockId);
            // Of what control never reaches, each says what suits it.
            let reached: Vec<BlockId> = blocks.filter(|&block| dominators.passes(BlockId(0), block)).collect();
            for &first in &reached {
                for &second in &reached {
                    assert_eq!(dominators.passes(first, second), function.dominates(first, second), "{seed}");
                    asked += 1;
                }
            }
        }
    }
    assert!(asked > 1_000);
}
