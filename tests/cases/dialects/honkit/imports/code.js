//! [part]
function sum(a, b) {
    return a + b;
}
//! [part]
