package io.strongroom.coordinator.desk;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.strongroom.coordinator.replicate.Commitments;
import io.strongroom.coordinator.sequence.RequestLog;
import io.strongroom.custody.log.CosignedCheckpoint;
import io.strongroom.platform.grpc.ErrorCode;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.platform.store.StoredEntry;
import io.strongroom.proto.v1.GetEntriesRequest;
import io.strongroom.proto.v1.GetEntriesResponse;
import io.strongroom.proto.v1.GetHeadRequest;
import io.strongroom.proto.v1.InclusionProof;
import io.strongroom.proto.v1.LogEntry;
import io.strongroom.proto.v1.LogGrpc;
import io.strongroom.proto.v1.LogHead;
import io.strongroom.proto.v1.ProveInclusionRequest;
import io.strongroom.proto.v1.SignedCheckpoint;
import jakarta.inject.Singleton;
import java.util.List;

/// The service `Log`: public data, verified by whoever reads it.
@Singleton
final class LogEndpoint extends LogGrpc.LogImplBase {

  /// Leaves and attachments of one answer, in bytes: well below a message's limit.
  private static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

  private final RequestLog log;
  private final LogHeads heads;
  private final Commitments commitments;

  LogEndpoint(RequestLog log, LogHeads heads, Commitments commitments) {
    this.log = log;
    this.heads = heads;
    this.commitments = commitments;
  }

  @Override
  public void getHead(GetHeadRequest request, StreamObserver<LogHead> observer) {
    observer.onNext(heads.now());
    observer.onCompleted();
  }

  @Override
  public void getEntries(GetEntriesRequest request, StreamObserver<GetEntriesResponse> observer) {
    LogHead head = heads.now();
    long to = request.getTo() == 0 ? head.getSize() : request.getTo();
    if (request.getFrom() < 0 || to < request.getFrom()) {
      throw StrongroomException.invalid(
          "FIELD_OUT_OF_RANGE", "from", "from is not after to, and neither is negative");
    }
    GetEntriesResponse.Builder response = GetEntriesResponse.newBuilder().setHead(head);
    int bytes = 0;
    for (StoredEntry entry : log.entries(request.getFrom(), to)) {
      LogEntry next = entry(entry);
      bytes += next.getSerializedSize();
      if (bytes > MAX_ANSWER_BYTES && response.getEntriesCount() > 0) {
        break;
      }
      response.addEntries(next);
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  private static LogEntry entry(StoredEntry entry) {
    return LogEntry.newBuilder()
        .setLeaf(ByteString.copyFrom(entry.leaf()))
        .setAttachment(ByteString.copyFrom(entry.attachment().orElse(new byte[0])))
        .build();
  }

  @Override
  public void proveInclusion(
      ProveInclusionRequest request, StreamObserver<InclusionProof> observer) {
    CosignedCheckpoint committed =
        commitments
            .committed()
            .filter(c -> request.getSeq() >= 0 && request.getSeq() < c.checkpoint().size())
            .orElseThrow(() ->
                new StrongroomException(
                    ErrorCode.refused("NOT_COMMITTED"),
                    "seq",
                    "no committed checkpoint covers this position",
                    true));
    List<StoredEntry> entry = log.entries(request.getSeq(), request.getSeq() + 1);
    InclusionProof.Builder proof =
        InclusionProof.newBuilder()
            .setEntry(entry(entry.getFirst()))
            .setCheckpoint(
                SignedCheckpoint.newBuilder()
                    .setNote(ByteString.copyFrom(committed.note().bytes())));
    log.prove(request.getSeq(), committed.checkpoint().size())
        .path()
        .forEach(hash -> proof.addPath(ByteString.copyFrom(hash.bytes())));
    observer.onNext(proof.build());
    observer.onCompleted();
  }
}
