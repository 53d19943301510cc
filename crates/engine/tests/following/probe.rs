use crate::listing::followed_once;
#[test]
fn probe() {
    let text = std::fs::read_to_string("/tmp/probe.txt").unwrap();
    for part in text.split("=====\n") {
        let (name, body) = part.split_once('\n').unwrap();
        let f = followed_once(body);
        println!("## {name}\n  flows {:?}\n  cuts {:?} unjust {:?}", f.flows, f.cuts, f.unjustified);
    }
}
