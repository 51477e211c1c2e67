package io.strongroom.bench;

import java.util.Arrays;

/// Repeated measurements of one thing. On a shared machine the median is what to read, and the
/// quartiles are the noise.
public final class Sample {

  private double[] values = new double[16];
  private int size;

  /// Adds a measurement.
  public void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  /// How many there are.
  public int size() {
    return size;
  }

  /// The middle one.
  public double median() {
    return quantile(0.5);
  }

  /// The value below which the share `q` of the measurements lies, interpolated; NaN without any.
  public double quantile(double q) {
    if (size == 0) {
      return Double.NaN;
    }
    double[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    double at = q * (size - 1);
    int below = (int) at;
    int above = Math.min(below + 1, size - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /// The distance of the quartiles, as a share of the median.
  public double spread() {
    return (quantile(0.75) - quantile(0.25)) / median();
  }
}
