package io.strongroom.coordinator.flow;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// How signing went, for people. Kept in memory only: nothing depends on it.
@Singleton
public final class SigningReports {

  private static final int MAX_REPORTS = 100_000;

  private final Map<Long, Report> reports = new ConcurrentHashMap<>();

  /// How the sessions for one AUTHORIZE went.
  ///
  /// @param signers party indices of the newest session
  /// @param rounds message rounds of the session that signed; 0 while none did
  /// @param durationMicros of that session, as this coordinator saw it
  /// @param attempts sessions so far
  /// @param lastFailure code and blame of the newest failure, or empty
  public record Report(
      List<Integer> signers, int rounds, long durationMicros, int attempts, String lastFailure) {
    public Report {
      signers = List.copyOf(signers);
    }
  }

  /// The report about an AUTHORIZE.
  public Optional<Report> of(long authorizeSeq) {
    return Optional.ofNullable(reports.get(authorizeSeq));
  }

  void signed(long authorizeSeq, List<Integer> signers, int rounds, long micros) {
    put(
        authorizeSeq,
        new Report(signers, rounds, micros, attempts(authorizeSeq) + 1, failure(authorizeSeq)));
  }

  void failed(long authorizeSeq, List<Integer> signers, String why) {
    put(authorizeSeq, new Report(signers, 0, 0, attempts(authorizeSeq) + 1, why));
  }

  private void put(long authorizeSeq, Report report) {
    if (reports.size() >= MAX_REPORTS) {
      reports.keySet().stream().sorted().limit(MAX_REPORTS / 10).toList().forEach(reports::remove);
    }
    reports.put(authorizeSeq, report);
  }

  private int attempts(long authorizeSeq) {
    return of(authorizeSeq).map(Report::attempts).orElse(0);
  }

  private String failure(long authorizeSeq) {
    return of(authorizeSeq).map(Report::lastFailure).orElse("");
  }
}
