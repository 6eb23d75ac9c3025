//! The loops that answers spend most of their time in, compiled twice: for every processor, and for those with registers of
//! 256 bits, which is seen when the program runs. Both give the same numbers, bit for bit: whole numbers add up in any order,
//! and others are added in the same order.

use multiversion::multiversion;

/// The inner product of two vectors of whole numbers.
#[multiversion(targets("x86_64+avx2"))]
pub(super) fn product(a: &[i8], b: &[i16]) -> i32 {
    of_chunks(a, b)
}

/// The inner products of rows, one behind the other, with `b`, one a row.
#[multiversion(targets("x86_64+avx2"))]
pub(super) fn products(rows: &[i8], b: &[i16], products: &mut [f32]) {
    let rows = rows.chunks_exact(b.len());
    products.iter_mut().zip(rows).for_each(|(product, row)| *product = of_chunks(row, b) as f32);
}

/// Adds a multiple of a vector of whole numbers to `sums`.
#[multiversion(targets("x86_64+avx2"))]
pub(super) fn add(values: &[i8], weight: f32, sums: &mut [f32]) {
    sums.iter_mut().zip(values).for_each(|(sum, &value)| *sum += weight * f32::from(value));
}

/// The inner products of rows of as many numbers as `b`, one behind the other, with `b`, one a row.
#[multiversion(targets("x86_64+avx2"))]
pub(super) fn dots(rows: &[f32], b: &[f32], dots: &mut [f32]) {
    for (dot, row) in dots.iter_mut().zip(rows.chunks_exact(b.len())) {
        // Eight sums that processors add side by side.
        let mut sums = [0.0f32; 8];
        for (a, b) in row.chunks_exact(8).zip(b.chunks_exact(8)) {
            for lane in 0..8 {
                sums[lane] += a[lane] * b[lane];
            }
        }
        *dot = sums.iter().sum();
    }
}

/// Takes a multiple of a vector from another.
#[multiversion(targets("x86_64+avx2"))]
pub(super) fn take(values: &[f32], weight: f32, from: &mut [f32]) {
    from.iter_mut().zip(values).for_each(|(from, value)| *from -= weight * value);
}

/// Where the sets of bits stand that differ from `own` in no more than `most`.
#[multiversion(targets("x86_64+popcnt"))]
pub(super) fn near_sets(sets: &[u64], own: u64, most: u32) -> Vec<u32> {
    (0..).zip(sets).filter(|(_, set)| (*set ^ own).count_ones() <= most).map(|(at, _)| at).collect()
}

/// In chunks of a size that processors multiply in a few steps.
#[inline(always)]
fn of_chunks(a: &[i8], b: &[i16]) -> i32 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<64>(), b.as_chunks::<64>());
    let times = |(&a, &b): (&i8, &i16)| i32::from(a) * i32::from(b);
    let of_chunk = |(a, b): (&[i8; 64], &[i16; 64])| a.iter().zip(b).map(times).sum::<i32>();
    a.iter().zip(b).map(of_chunk).sum::<i32>() + a_rest.iter().zip(b_rest).map(times).sum::<i32>()
}
