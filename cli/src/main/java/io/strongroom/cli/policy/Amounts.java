package io.strongroom.cli.policy;

import io.strongroom.cli.terminal.CliException;
import io.strongroom.custody.policy.Asset;
import io.strongroom.custody.policy.Policy;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Amounts as people write them, `1.5 ETH`, exactly converted to and from base units.
///
/// How many decimals an asset has, the pinned genesis policy says if it knows the asset; only else
/// the policy that the coordinator shows. So a lying coordinator cannot shift a decimal point.
public final class Amounts {

  private static final Pattern FORM =
      Pattern.compile("([0-9][0-9.]{0,118})\\s*([a-zA-Z][a-zA-Z0-9._:-]{0,63})?");

  private final List<Policy> policies;

  /// @param pinned from genesis.json
  /// @param shown what the coordinator says is in force
  public Amounts(Policy pinned, Optional<Policy> shown) {
    this.policies = shown.map(policy -> List.of(pinned, policy)).orElseGet(() -> List.of(pinned));
  }

  /// An amount of an asset.
  ///
  /// @param base in base units
  public record Amount(Asset asset, BigInteger base) {
    /// `1.5 ETH`.
    public String text() {
      return asset.toUnits(base) + " " + asset.symbol();
    }
  }

  /// The asset of this symbol.
  public Optional<Asset> asset(String symbol) {
    return policies.stream()
        .flatMap(policy -> Optional.ofNullable(policy.assets().get(symbol)).stream())
        .findFirst();
  }

  /// Reads `1.5 ETH`.
  ///
  /// @param option named when it cannot be read
  public Amount parse(String option, String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches() || matcher.group(2) == null) {
      throw CliException.usage(option, "must be an amount and an asset, such as \"1.5 ETH\"");
    }
    return parse(option, matcher.group(1), known(option, matcher.group(2)));
  }

  /// Reads an amount of a known asset: `0.01`, or `0.01 ETH`.
  public Amount parse(String option, String text, Asset asset) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw CliException.usage(option, "must be an amount such as \"0.01\"");
    }
    if (matcher.group(2) != null && !matcher.group(2).equals(asset.symbol())) {
      throw CliException.usage(option, "must be in " + asset.symbol());
    }
    try {
      return new Amount(asset, asset.toBase(matcher.group(1)));
    } catch (IllegalArgumentException e) {
      throw CliException.usage(option, String.valueOf(e.getMessage()));
    }
  }

  private Asset known(String option, String symbol) {
    return asset(symbol)
        .orElseThrow(() -> CliException.usage(option, "the policy knows no asset " + symbol));
  }

  /// `1.5 ETH`, or base units when the asset is not known.
  public String text(String base, String symbol) {
    return asset(symbol)
        .map(asset -> asset.toUnits(new BigInteger(base)) + " " + symbol)
        .orElse(base + " base units of " + symbol);
  }
}
