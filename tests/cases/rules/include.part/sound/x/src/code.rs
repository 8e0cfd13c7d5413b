// ANCHOR: other
fn main() {}
// ANCHOR_END: other
