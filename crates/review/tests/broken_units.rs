//! An error of Flawline's own costs one unit of work: what other files tell stays as it is, and the review says that it is
//! incomplete. One test: breaking a unit concerns the whole process.
#![cfg(debug_assertions)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;
use std::fs;

use contained::{Step, break_unit};
use flawline_review::{DiscoverOptions, Project, Review, Settings, Silent, pool, review};
use knowledge::Knowledge;

/// Files that know nothing of each other, with a finding each, and what it takes to come to it.
const FILES: [(&str, &str); 4] = [
    (
        "sums.py",
        "from flask import Flask, request\n\napp = Flask(__name__)\n\ndef asked():\n    return request.args['sum']\n\n\
         @app.route('/sum')\ndef total():\n    return str(eval(asked()))\n",
    ),
    (
        "files.py",
        "import subprocess\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\nclass Store:\n    \
         def __init__(self, name):\n        self.name = name\n\n    def pack(self):\n        \
         subprocess.run('tar cf x.tar ' + self.name, shell=True)\n\n@app.route('/pack')\ndef pack():\n    \
         Store(request.args['name']).pack()\n    return 'done'\n",
    ),
    (
        "sums_of.py",
        "import hashlib\nimport json\n\nLIMITS = json.load(open('limits.json'))\n\ndef keep(password):\n    return hashlib.md5(password.encode()).hexdigest()\n",
    ),
    ("keys.py", "# Not flawline.\n\npassword = 'kJh37-bGzq-91xT'\n"),
];

/// A file of data that one of them names.
const DATA: (&str, &str) = ("limits.json", "{\"most\": 3}");

/// A finding as far as an error elsewhere must not change it: its rule, place and message.
type Told = (String, String, u32, String);

fn findings(review: &Review) -> BTreeSet<Told> {
    let all = review.findings.iter().chain(&review.elsewhere);
    let told = |finding: &flawline_review::Finding| {
        (finding.rule.clone(), finding.place.path.clone(), finding.place.line, finding.message.clone())
    };
    all.map(told).collect()
}

/// The files of which the review says that something was left out.
fn left_out(review: &Review) -> BTreeSet<&str> {
    let gaps = review.coverage.gaps.iter().map(|gap| (gap.place.path.as_str(), &gap.text));
    let cuts = review.coverage.cuts.iter().map(|cut| (cut.place.path.as_str(), &cut.text));
    let told = gaps.chain(cuts).inspect(|(path, text)| assert!(text.contains(contained::LEFT_OUT), "{path}: {text}"));
    let skipped = review.coverage.skipped.iter().filter(|skip| skip.reason.is_incomplete());
    told.map(|(path, _)| path).chain(skipped.map(|skip| skip.path.as_str())).collect()
}

#[test]
fn a_broken_unit_costs_its_own_file_alone_and_is_told() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in FILES.into_iter().chain([DATA]) {
        fs::write(folder.path().join(name), text).unwrap();
    }
    // What a unit that is broken on purpose has to say is of no use here.
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if info.payload_as_str() != Some(contained::ON_PURPOSE) {
            usual(info);
        }
    }));
    let knowledge = Knowledge::built_in().unwrap();
    let settings = Settings { confidence: knowledge::Confidence::Low, ..Settings::default() };
    let run = || {
        let project = Project::discover(&[folder.path().to_owned()], &DiscoverOptions::default()).unwrap();
        review(&project, &knowledge, &settings, &Silent)
    };
    let pool = pool(Some(2)).unwrap();
    let whole = pool.install(run);
    assert!(whole.is_complete());
    let whole = findings(&whole);
    let files: BTreeSet<&str> = whole.iter().map(|(_, path, _, _)| path.as_str()).collect();
    assert_eq!(files.len(), FILES.len(), "every file has a finding: {whole:?}");
    let (mut broken, mut lost_any) = (0, 0);
    for &step in Step::ALL.iter().filter(|&&step| step != Step::Write) {
        let before = broken;
        // Units are numbered from 0 without gaps, save that some steps look at some functions only.
        for unit in 0..32 {
            break_unit(Some((step, unit)));
            let partial = pool.install(run);
            if !break_unit(None) {
                continue;
            }
            broken += 1;
            assert!(!partial.is_complete(), "{step:?} {unit} was broken, and the review says nothing");
            let left_out = left_out(&partial);
            assert_eq!(left_out.len(), 1, "{step:?} {unit} was broken, and these were left out: {left_out:?}");
            let partial = findings(&partial);
            let lost: BTreeSet<&str> = whole.difference(&partial).map(|(_, path, _, _)| path.as_str()).collect();
            assert!(lost.len() <= 1, "{step:?} {unit} cost findings of several files: {lost:?}");
            lost_any += usize::from(!lost.is_empty());
            let new: Vec<&Told> = partial.difference(&whole).collect();
            assert!(lost.is_subset(&left_out), "{step:?} {unit}: {lost:?} are missing, and {left_out:?} told");
            let elsewhere = new.iter().all(|(_, path, _, _)| lost.is_empty() || lost.contains(path.as_str()));
            assert!(elsewhere, "{step:?} {unit} made findings: {new:?}");
        }
        assert!(broken > before, "no unit of {step:?} was reached");
    }
    assert!(Step::ALL.len() >= 39, "{} steps can be broken", Step::ALL.len());
    assert!(broken >= 150, "{broken} units were broken");
    assert!(lost_any >= 80, "only {lost_any} broken units cost a finding: the test breaks nothing that matters");
}
