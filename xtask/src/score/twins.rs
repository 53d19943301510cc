//! Twins: takes the marks on pages, tells how many pairs of a vulnerable program and a safe one are told apart, and
//! what stands in the way of the others. The pages themselves are tests, so that a mark is true.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;
use mdtest::{Folder, MarkKind, Page, PageText, Section};

use super::formula::points;

/// Pairs of some pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pairs {
    pages: usize,
    count: usize,
    apart: usize,
    gaps: usize,
    noises: usize,
}

/// What stands in the way, with how often it hides a finding, makes a wrong one, and on how many pages.
type Causes = BTreeMap<String, [usize; 3]>;

/// The section of the page of scores.
pub(crate) fn part(root: &Path) -> Result<String> {
    let folder = Folder::new(root);
    let mut causes = Causes::new();
    let mut out = String::from(
        "| pages | number | pairs | told apart | share | gaps | noises |\n| --- | --: | --: | --: | --: | --: | --: |\n",
    );
    let constructs = counted(&folder.construct_pages(), &constructs_pairs, &mut causes);
    let rules = counted(&folder.rule_pages(), &neighbours, &mut causes);
    for (name, pairs) in [("`constructs/`", constructs), ("`rules/`", rules)] {
        let Pairs { pages, count, apart, gaps, noises } = pairs;
        let share = points(apart, count);
        writeln!(out, "| {name} | {pages} | {count} | {apart} | {share:.1} % | {gaps} | {noises} |")?;
    }
    out += "\nWhat stands in the way, in the words of the marks: a *gap* is a vulnerable line that is not reported, a \
            *noise* a safe one that is.\n\n| cause | gaps | noises | pages |\n| --- | --: | --: | --: |\n";
    let mut causes: Vec<(String, [usize; 3])> = causes.into_iter().collect();
    causes.sort_by(|a, b| (b.1[0] + b.1[1], &a.0).cmp(&(a.1[0] + a.1[1], &b.0)));
    for (cause, [gaps, noises, pages]) in causes {
        writeln!(out, "| {} | {gaps} | {noises} | {pages} |", cause.replace('|', "\\|"))?;
    }
    Ok(out)
}

/// Counts the pairs of pages, and the causes of their marks.
fn counted(pages: &[PageText], pairs: &dyn Fn(&[Section]) -> Vec<Vec<&Section>>, causes: &mut Causes) -> Pairs {
    let mut sum = Pairs { pages: pages.len(), ..Pairs::default() };
    for text in pages {
        let page = Page::parse(&text.path, &text.text);
        let mut here: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
        for mark in page.sections.iter().flat_map(|section| &section.marks) {
            match &mark.kind {
                MarkKind::Gap(why) => here.entry(why).or_default()[0] += 1,
                MarkKind::Noise(why) => here.entry(why).or_default()[1] += 1,
                _ => {}
            }
        }
        for (why, [gaps, noises]) in here {
            let cause = causes.entry(why.to_owned()).or_default();
            *cause = [cause[0] + gaps, cause[1] + noises, cause[2] + 1];
            sum.gaps += gaps;
            sum.noises += noises;
        }
        for pair in pairs(&page.sections) {
            sum.count += 1;
            sum.apart += usize::from(pair.iter().all(|section| is_right(section)));
        }
    }
    sum
}

/// On pages of constructs, each section with something to find holds both of a pair.
fn constructs_pairs(sections: &[Section]) -> Vec<Vec<&Section>> {
    sections.iter().filter(|section| is_vulnerable(section)).map(|section| vec![section]).collect()
}

/// On pages of rules, a vulnerable section and the safe one after it.
fn neighbours(sections: &[Section]) -> Vec<Vec<&Section>> {
    let coded: Vec<&Section> = sections.iter().filter(|section| !section.files.is_empty()).collect();
    coded.windows(2).filter(|two| is_vulnerable(two[0]) && !is_vulnerable(two[1])).map(<[_]>::to_vec).collect()
}

fn is_vulnerable(section: &Section) -> bool {
    section.marks.iter().any(|mark| matches!(mark.kind, MarkKind::Finding { .. } | MarkKind::Gap(_)))
}

fn is_right(section: &Section) -> bool {
    !section.marks.iter().any(|mark| matches!(mark.kind, MarkKind::Gap(_) | MarkKind::Noise(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# A\n\n## One\n\n```python\na()  # finding\nb()\n```\n\n## Two\n\n```python\na()  # gap: too far\nb()  # noise: too near\n```\n\n\
                        ## Three\n\n```python\nb()\n```\n\n## Four\n\n```python\na()  # finding\n```\n\n## Five\n\n```python\nb()  # noise: too near\n```\n";

    #[test]
    fn a_pair_is_told_apart_when_neither_half_is_marked_as_wrong() {
        let pages = [PageText { path: "constructs/a.md".to_owned(), text: PAGE.to_owned() }];
        let mut causes = Causes::new();
        let pairs = counted(&pages, &constructs_pairs, &mut causes);
        assert_eq!(pairs, Pairs { pages: 1, count: 3, apart: 2, gaps: 1, noises: 2 });
        assert_eq!(causes, Causes::from([("too far".to_owned(), [1, 0, 1]), ("too near".to_owned(), [0, 2, 1])]));
        let pairs = counted(&pages, &neighbours, &mut Causes::new());
        assert_eq!(pairs, Pairs { pages: 1, count: 2, apart: 0, gaps: 1, noises: 2 });
    }
}
