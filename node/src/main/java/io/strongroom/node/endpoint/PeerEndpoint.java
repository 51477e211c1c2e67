package io.strongroom.node.endpoint;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.node.key.ConfirmationBoard;
import io.strongroom.node.key.KeyRing;
import io.strongroom.node.session.Incoming;
import io.strongroom.node.session.Switchboard;
import io.strongroom.node.store.KeyShareRow;
import io.strongroom.platform.grpc.Caller;
import io.strongroom.platform.grpc.ErrorCode;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.proto.v1.DeliverRequest;
import io.strongroom.proto.v1.DeliverResponse;
import io.strongroom.proto.v1.GetConfirmationRequest;
import io.strongroom.proto.v1.GetConfirmationResponse;
import io.strongroom.proto.v1.PeerGrpc;
import io.strongroom.threshold.PartyIndex;
import jakarta.inject.Singleton;
import java.util.Optional;

/// What other nodes send. The sender is the authenticated channel.
@Singleton
public final class PeerEndpoint extends PeerGrpc.PeerImplBase {

  private static final int MAX_KEY_ID = 64;

  private final Genesis genesis;
  private final Switchboard switchboard;
  private final ConfirmationBoard board;
  private final KeyRing ring;

  public PeerEndpoint(
      Genesis genesis, Switchboard switchboard, ConfirmationBoard board, KeyRing ring) {
    this.genesis = genesis;
    this.switchboard = switchboard;
    this.board = board;
    this.ring = ring;
  }

  @Override
  public void deliver(DeliverRequest request, StreamObserver<DeliverResponse> observer) {
    PartyIndex from = callingParty();
    byte[] wire = request.getEnvelope().toByteArray();
    if (!Incoming.isConfirmation(wire, sid -> board.put(from, sid, wire))
        && switchboard.deliver(from, wire) == Switchboard.Delivery.TOO_MANY) {
      throw StrongroomException.of(
          ErrorCode.exhausted("TOO_MANY_MESSAGES"), "more messages than a session can need");
    }
    observer.onNext(DeliverResponse.getDefaultInstance());
    observer.onCompleted();
  }

  @Override
  public void getConfirmation(
      GetConfirmationRequest request, StreamObserver<GetConfirmationResponse> observer) {
    callingParty();
    if (request.getKeyId().isEmpty() || request.getKeyId().length() > MAX_KEY_ID) {
      throw StrongroomException.invalid(
          "KEY_ID_INVALID", "key_id", "a key id has 1 to 64 characters");
    }
    GetConfirmationResponse.Builder response = GetConfirmationResponse.newBuilder();
    Optional<KeyShareRow> row =
        ring.row(request.getKeyId()).filter(each -> each.id().epoch() == request.getKeyEpoch());
    row.flatMap(KeyShareRow::confirmation)
        .ifPresent(bytes -> response.setConfirmation(ByteString.copyFrom(bytes)));
    row.flatMap(KeyShareRow::certificate)
        .ifPresent(bytes -> response.setCertificate(ByteString.copyFrom(bytes)));
    observer.onNext(response.build());
    observer.onCompleted();
  }

  private PartyIndex callingParty() {
    String id = Caller.current().id();
    return genesis.nodes().stream()
        .filter(node -> node.id().equals(id))
        .map(node -> new PartyIndex(node.index()))
        .findFirst()
        .orElseThrow(
            () -> StrongroomException.of(ErrorCode.ROLE_DENIED, "only nodes may call this"));
  }
}
