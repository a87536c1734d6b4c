package dev.animus4j.image.s3;

import dev.animus4j.http.StreamedRequestBody;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/**
 * Part of an image in memory, in blocks, so that it takes little more than its bytes. Its digest is
 * made while it grows.
 */
final class ImagePart {
  private static final int BLOCK = 64 * 1024;

  private final int capacity;
  private final List<byte[]> blocks = new ArrayList<>();
  private final MessageDigest digest = newDigest();
  private int length;
  private String md5 = "";

  ImagePart(int capacity) {
    this.capacity = capacity;
  }

  /** Returns an ended part of all these bytes. */
  static ImagePart of(Buffer bytes) {
    ImagePart part = new ImagePart(bytes.length());
    part.append(bytes, 0);
    return part.end();
  }

  /** Appends bytes of this piece while there is room; returns how many. */
  int append(Buffer piece, int from) {
    int taken = Math.min(piece.length() - from, capacity - length);
    for (int at = 0; at < taken; ) {
      at += fill(piece, from + at, taken - at);
    }
    return taken;
  }

  private int fill(Buffer piece, int from, int most) {
    int used = length % BLOCK;
    if (used == 0) {
      blocks.add(new byte[BLOCK]);
    }
    byte[] block = blocks.get(blocks.size() - 1);
    int taken = Math.min(most, BLOCK - used);
    piece.getBytes(from, from + taken, block, used);
    digest.update(block, used, taken);
    length += taken;
    return taken;
  }

  /** Ends the part, which then does not grow. */
  ImagePart end() {
    md5 = Base64.getEncoder().encodeToString(digest.digest());
    return this;
  }

  int length() {
    return length;
  }

  /** The MD5 of an ended part, in base64. */
  String md5() {
    return md5;
  }

  /** The first bytes, at most a block of them. */
  Buffer head() {
    return blocks.isEmpty() ? Buffer.buffer() : block(0);
  }

  /** The part as a body, which is copied block by block as it is sent. */
  StreamedRequestBody body() {
    return new StreamedRequestBody(length, Flowable.range(0, blocks.size()).map(this::block));
  }

  InputStream stream() {
    List<InputStream> streams = new ArrayList<>();
    for (int at = 0; at < blocks.size(); at++) {
      streams.add(new ByteArrayInputStream(blocks.get(at), 0, size(at)));
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }

  private Buffer block(int at) {
    return Buffer.buffer(size(at)).appendBytes(blocks.get(at), 0, size(at));
  }

  private int size(int at) {
    return Math.min(BLOCK, length - at * BLOCK);
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
