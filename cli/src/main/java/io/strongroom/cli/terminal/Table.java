package io.strongroom.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/// Columns that line up, for people. Not thread-safe.
public final class Table {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /// @param headings of the columns
  public Table(String... headings) {
    rows.add(List.of(headings));
  }

  /// Adds a row.
  ///
  /// @throws IllegalArgumentException unless it has a cell for every column
  public Table row(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException("a row has " + rows.getFirst().size() + " cells");
    }
    rows.add(List.of(cells));
    return this;
  }

  /// Whether there is nothing but the headings.
  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /// The lines, without trailing blanks.
  public List<String> lines() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
