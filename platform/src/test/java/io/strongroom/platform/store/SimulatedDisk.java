package io.strongroom.platform.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/// A disk under H2 (`simdisk:/path`) that knows what was forced, and can fail. Beside the file that
/// H2 sees it keeps an image of what would be left after power is lost: every write up to the last
/// force, and of those since, any subset that the test's random source picks. One at a time.
public final class SimulatedDisk extends FilePathWrapper {

  /// What fails from now on.
  enum Fault {
    NONE,
    FULL,
    FORCE_FAILS
  }

  private record Change(long position, ByteBuffer bytes) {}

  private static final Object LOCK = new Object();
  private static final List<Change> PENDING = new ArrayList<>();
  private static Fault fault = Fault.NONE;
  private static long forces;

  /// H2 makes instances by reflection.
  public SimulatedDisk() {}

  /// A fresh disk.
  static void install() {
    FilePath.register(new SimulatedDisk());
    synchronized (LOCK) {
      PENDING.clear();
      fault = Fault.NONE;
      forces = 0;
    }
  }

  static void fail(Fault next) {
    synchronized (LOCK) {
      fault = next;
    }
  }

  static long forces() {
    synchronized (LOCK) {
      return forces;
    }
  }

  /// What a database would find at `target` after power is lost now.
  static void loseEverythingSince(Path database, Path target, Random random) throws IOException {
    synchronized (LOCK) {
      Files.copy(image(database), target, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
        for (Change change : PENDING) {
          if (random.nextBoolean()) {
            apply(channel, change);
          }
        }
      }
    }
  }

  private static Path image(Path database) {
    return database.resolveSibling(database.getFileName() + ".image");
  }

  private static void apply(FileChannel channel, Change change) throws IOException {
    if (change.bytes().hasRemaining()) {
      channel.write(change.bytes().duplicate(), change.position());
    } else {
      channel.truncate(change.position());
    }
  }

  @Override
  public String getScheme() {
    return "simdisk";
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    Path path = Path.of(getBase().toString());
    FileChannel real = super.open(mode);
    if (!path.toString().endsWith(".mv.db") || mode.equals("r")) {
      return real;
    }
    FileChannel image =
        FileChannel.open(
            image(path),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.READ);
    return new Channel(real, image);
  }

  private static final class Channel extends FileBase {
    private final FileChannel real;
    private final FileChannel image;

    Channel(FileChannel real, FileChannel image) {
      this.real = real;
      this.image = image;
    }

    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
      synchronized (LOCK) {
        if (fault == Fault.FULL) {
          throw new IOException("No space left on device");
        }
        ByteBuffer copy = ByteBuffer.allocate(source.remaining()).put(source.duplicate()).flip();
        PENDING.add(new Change(position, copy));
        return real.write(source, position);
      }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      int written = write(source, real.position());
      real.position(real.position() + written);
      return written;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      synchronized (LOCK) {
        if (fault != Fault.NONE) {
          throw new IOException("Input/output error");
        }
        for (Change change : PENDING) {
          apply(image, change);
        }
        PENDING.clear();
        forces++;
      }
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      synchronized (LOCK) {
        PENDING.add(new Change(size, ByteBuffer.allocate(0)));
        real.truncate(size);
        return this;
      }
    }

    @Override
    public long position() throws IOException {
      return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      real.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return real.size();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      return real.read(target);
    }

    @Override
    public synchronized int read(ByteBuffer target, long position) throws IOException {
      return real.read(target, position);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return real.tryLock(position, size, shared);
    }

    @Override
    public void implCloseChannel() throws IOException {
      real.close();
      image.close();
    }
  }
}
