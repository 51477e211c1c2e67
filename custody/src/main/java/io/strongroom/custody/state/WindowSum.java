package io.strongroom.custody.state;

import java.math.BigInteger;
import org.pcollections.TreePMap;

/// One sum of a rolling window: persistent, ordered twice, pruned by age. Its cost does not grow
/// with the log's history.
///
/// What is reserved or being signed does not age. What is signed counts for the window's length
/// from its SIGNED's timestamp.
final class WindowSum {
  static final WindowSum EMPTY = new WindowSum(BigInteger.ZERO, TreePMap.empty(), TreePMap.empty());

  private static final long NEVER = Long.MAX_VALUE;

  /// @param signedAt [#NEVER] while it does not age
  private record Item(BigInteger amount, long signedAt) {}

  /// The order in which signed items age.
  private record Age(long signedAt, long order) implements Comparable<Age> {
    @Override
    public int compareTo(Age other) {
      int byTime = Long.compare(signedAt, other.signedAt);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final BigInteger total;
  private final TreePMap<Long, Item> items;
  private final TreePMap<Age, BigInteger> aging;

  private WindowSum(BigInteger total, TreePMap<Long, Item> items, TreePMap<Age, BigInteger> aging) {
    this.total = total;
    this.items = items;
    this.aging = aging;
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  WindowSum reserve(long order, BigInteger amount) {
    return new WindowSum(total.add(amount), items.plus(order, new Item(amount, NEVER)), aging);
  }

  WindowSum remove(long order) {
    Item item = items.get(order);
    if (item == null) {
      return this;
    }
    return new WindowSum(
        total.subtract(item.amount),
        items.minus(order),
        aging.minus(new Age(item.signedAt, order)));
  }

  /// Lets an item age from `at` on.
  WindowSum sign(long order, long at) {
    Item item = items.get(order);
    if (item == null) {
      return this;
    }
    return new WindowSum(
        total,
        items.plus(order, new Item(item.amount, at)),
        aging.plus(new Age(at, order), item.amount));
  }

  /// Drops what has aged out of `(now - length, now]`: with log time that never goes backwards it
  /// can never count again.
  WindowSum prune(long now, long length) {
    WindowSum sum = this;
    while (!sum.aging.isEmpty() && sum.aging.firstKey().signedAt <= now - length) {
      sum = sum.remove(sum.aging.firstKey().order);
    }
    return sum;
  }

  /// What counts at `now`, reserved before `order`.
  BigInteger use(long now, long length, long order) {
    BigInteger use = total;
    for (BigInteger aged : aging.headMap(new Age(now - length, Long.MAX_VALUE), true).values()) {
      use = use.subtract(aged);
    }
    for (Item item : items.tailMap(order, true).values()) {
      if (item.signedAt > now - length) {
        use = use.subtract(item.amount);
      }
    }
    return use;
  }
}
