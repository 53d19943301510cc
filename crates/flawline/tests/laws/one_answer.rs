//! The same bytes whatever the number of threads and the order in which the files come.
//!
//! Beside the programs of the pages and those by chance: functions with ten to ten thousand callers, and knots of two
//! hundred functions that call one another, in which whatever is kept of many could be what came first.

use mdtest::{Page, page_settings};
use rayon::ThreadPool;
use report::Versions;
use review::{Project, Silent};

use crate::bench::{Files, KNOWLEDGE, folder, programs_of, shown};
use crate::chance::{Chance, cases};
use crate::programs::grow;

fn pools() -> Vec<(usize, ThreadPool)> {
    [1, 2, 3, 8].into_iter().map(|threads| (threads, review::pool(Some(threads)).unwrap())).collect()
}

fn bytes(files: &Files, pool: &ThreadPool) -> String {
    let project = Project::from_memory(files.clone());
    let review = pool.install(|| review::review(&project, &KNOWLEDGE, &page_settings(), &Silent));
    report::json(&review, &Versions { program: "0".to_owned(), catalogue: "0".to_owned() })
}

/// Asserts that a program is reviewed alike by all pools and in several orders of its files.
fn gives_one_answer(files: &Files, pools: &[(usize, ThreadPool)], orders: usize) -> String {
    let expected = bytes(files, &pools[0].1);
    for (threads, pool) in pools {
        assert!(bytes(files, pool) == expected, "{threads} threads give another answer\n{}", shown(files));
    }
    let mut shuffled = files.clone();
    for seed in 0..orders as u64 {
        Chance::new(seed).shuffle(&mut shuffled);
        assert!(bytes(&shuffled, &pools[3].1) == expected, "another order of files, another answer\n{}", shown(files));
    }
    expected
}

#[test]
fn programs_of_the_pages_give_one_answer() {
    let folder = folder();
    let pages = [folder.rule_pages(), folder.model_pages(), folder.construct_pages()].concat();
    let mut programs: Vec<Files> =
        pages.iter().flat_map(|page| programs_of(&Page::parse(&page.path, &page.text))).collect();
    Chance::new(7).shuffle(&mut programs);
    programs.truncate(cases(60));
    // Together they are one large program, whose names meet.
    let whole: Files = programs
        .iter()
        .take(60)
        .enumerate()
        .flat_map(|(at, files)| files.iter().map(move |(path, text)| (format!("part{at}/{path}"), text.clone())))
        .collect();
    let pools = pools();
    for files in &programs {
        gives_one_answer(files, &pools[2..], 0);
    }
    gives_one_answer(&whole, &pools, 2);
}

#[test]
fn programs_by_chance_give_one_answer() {
    let pools = pools();
    for seed in 0..cases(10) as u64 {
        let mut program = grow(seed);
        program.split = (program.funcs.len() > 1).then_some(1);
        gives_one_answer(&program.files(), &pools, 1);
    }
}

/// A function that many call, each with data of its own, from many files.
fn crowd(callers: usize) -> Files {
    let mut files: Files = vec![(
        "target.py".to_owned(),
        "from construct import sink\nkept = ''\ndef take(x, y):\n    global kept\n    kept = x\n    sink(x + y)\n    return x\n"
            .to_owned(),
    )];
    let each = callers.div_ceil(20).max(10);
    for file in 0..callers.div_ceil(each) {
        let mut text = "from construct import sink, source\nimport target\nfrom target import take\n".to_owned();
        for at in file * each..((file + 1) * each).min(callers) {
            text += &format!("def caller{at}(x):\n    sink(take(source(), x))\n    sink(target.kept)\n");
        }
        files.push((format!("callers{file}.py"), text));
    }
    files
}

#[test]
fn a_function_with_many_callers_gives_one_answer() {
    let most = if cases(1) > 1 { 10_000 } else { 1_000 };
    let pools = pools();
    for callers in [10, 100, 1_000, 10_000].into_iter().filter(|callers| *callers <= most) {
        let answer = gives_one_answer(&crowd(callers), &pools, if callers < 1_000 { 2 } else { 1 });
        assert!(answer.contains("code-injection"));
    }
}

/// Functions that all call three others of the knot, and pass their parameters on in another order.
fn knot(functions: usize, seed: u64) -> Files {
    let mut chance = Chance::new(seed);
    let mut files = Files::new();
    for file in 0..4 {
        let mut text = "from construct import sink, source\nkept = ''\n".to_owned();
        for other in (0..4).filter(|other| *other != file) {
            text += &format!("import knot{other}\n");
        }
        for at in (0..functions).filter(|at| at % 4 == file) {
            text += &format!("def f{at}(x, y):\n    global kept\n    kept = x + kept\n    sink(y)\n");
            for _ in 0..3 {
                let to = chance.below(functions);
                let module = if to % 4 == file { String::new() } else { format!("knot{}.", to % 4) };
                text += &format!("    x = {module}f{to}(y, x + source())\n");
            }
            text += "    return x + y\n";
        }
        files.push((format!("knot{file}.py"), text));
    }
    files
}

#[test]
fn a_knot_of_two_hundred_functions_gives_one_answer() {
    let pools = pools();
    for seed in 0..cases(1) as u64 {
        let answer = gives_one_answer(&knot(200, seed), &pools, 2);
        assert!(answer.contains("code-injection"));
    }
}
