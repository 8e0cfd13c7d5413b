// ANCHOR: mill
struct Mill;
// ANCHOR_END: mill

// ANCHOR: upper
struct Gate<Upper>(Upper);
// ANCHOR_END: upper

// ANCHOR: lower
struct Gate<Lower>(Lower);
// ANCHOR_END: lower
