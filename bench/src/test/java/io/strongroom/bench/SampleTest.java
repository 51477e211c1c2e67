package io.strongroom.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class SampleTest {

  @Test
  void medianAndQuartiles_areThoseOfTheSortedValues() {
    Sample sample = new Sample();
    for (int i = 40; i >= 0; i--) {
      sample.add(i);
    }
    assertEquals(20, sample.median());
    assertEquals(10, sample.quantile(0.25));
    assertEquals(1.0, sample.spread());
  }

  @Test
  void quantileBetweenTwoValues_isInterpolated() {
    Sample sample = new Sample();
    sample.add(1);
    sample.add(2);
    assertEquals(1.5, sample.median());
  }

  @Test
  void nothingMeasured_isNoNumber() {
    assertTrue(Double.isNaN(new Sample().median()));
  }
}
