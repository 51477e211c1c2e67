package io.strongroom.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A command line that was typed, and what came of it.
record Typed(int exit, String out, String err) {

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /// Runs a command line; double quotes keep words together.
  static Typed of(String line) {
    List<String> arguments = new ArrayList<>();
    Matcher words = WORD.matcher(line);
    while (words.find()) {
      arguments.add(words.group(1) == null ? words.group(2) : words.group(1));
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Main.run(
            arguments.toArray(String[]::new),
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    return new Typed(exit, out.toString(), err.toString());
  }

  static PrintWriter nowhere() {
    return new PrintWriter(new StringWriter());
  }
}
