use std::time::Instant;
fn main() {
    for _ in 0..4 {
        let t = Instant::now();
        let kb = ibid::knowledge::KnowledgeBase::built_in();
        let a = t.elapsed();
        let t = Instant::now();
        let e = ibid::engine::Engine::new(kb, 1.5);
        println!("parse {:?} engine {:?}", a, t.elapsed());
        std::hint::black_box(&e);
    }
}
