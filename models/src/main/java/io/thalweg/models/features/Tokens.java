package io.thalweg.models.features;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.cn.smart.SmartChineseAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** The tokens of a text and their numbers. Not thread-safe. */
final class Tokens {
  /** Number of a token that is not known, and of a text without any. */
  static final int UNKNOWN = 0;

  private final Features.Text text;
  private final Analyzer analyzer;
  private final Dictionary dictionary;
  private final List<String> tokens = new ArrayList<>();

  Tokens(Features.Text text) {
    this.text = text;
    analyzer =
        switch (text.analyzer()) {
          case STANDARD -> new StandardAnalyzer();
          case CJK -> new CJKAnalyzer();
          case SMART_CHINESE -> new SmartChineseAnalyzer();
        };
    // A dictionary's inputs count from 0, which is the unknown token's number here.
    dictionary = new Dictionary(text.size() - 1);
  }

  /**
   * Gives numbers to tokens that have none yet.
   *
   * @return whether the text has more tokens than are read
   */
  boolean learn(String value) {
    boolean truncated = read(value);
    if (text.vocabulary() == Features.Vocabulary.GROWING) {
      tokens.forEach(dictionary::learn);
    }
    return truncated;
  }

  /** Reads a text; how many numbers it has, at least 1. */
  int count(String value) {
    read(value);
    return Math.max(1, tokens.size());
  }

  /** Of the text that was read last. */
  int number(int index) {
    if (tokens.isEmpty()) {
      return UNKNOWN;
    }
    String token = tokens.get(index);
    return text.vocabulary() == Features.Vocabulary.HASHED
        ? 1 + StableHash.bucket(token, 0, text.size() - 1)
        : 1 + dictionary.input(token);
  }

  private boolean read(String value) {
    tokens.clear();
    try (TokenStream stream = analyzer.tokenStream("", value)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      boolean more = stream.incrementToken();
      while (more && tokens.size() < text.length()) {
        tokens.add(term.toString());
        more = stream.incrementToken();
      }
      stream.end();
      return more;
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory can be read", e);
    }
  }

  Dictionary dictionary() {
    return dictionary;
  }
}
