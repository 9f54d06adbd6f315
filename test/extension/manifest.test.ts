import { describe, expect, test } from 'vitest';
import { manifest } from '../../extension/manifest.ts';

describe('manifest', () => {
  const chrome = manifest('chrome', '1.2.3') as Record<string, unknown>;
  const firefox = manifest('firefox', '1.2.3') as Record<string, unknown>;

  test('asks for no more than the design allows (privacy 3)', () => {
    const both = [
      'activeTab',
      'scripting',
      'contextMenus',
      'storage',
      'downloads',
      'declarativeNetRequestWithHostAccess',
    ];
    expect(chrome.permissions).toEqual([...both, 'offscreen', 'sidePanel']);
    expect(firefox.permissions).toEqual(both);
    for (const one of [chrome, firefox]) {
      expect(one.optional_host_permissions).toEqual(['http://*/*', 'https://*/*']);
      expect(one).not.toHaveProperty('host_permissions');
      expect(one).not.toHaveProperty('content_scripts');
      expect(one).not.toHaveProperty('web_accessible_resources');
    }
  });

  test('lets WASM run and nothing else that is not packaged (privacy 23)', () => {
    for (const one of [chrome, firefox]) {
      expect(one.content_security_policy).toEqual({
        extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'",
      });
    }
  });

  test('runs the background as each browser wants it', () => {
    expect(chrome.background).toEqual({ service_worker: 'background/main.js', type: 'module' });
    expect(firefox.background).toEqual({ scripts: ['background/main.js'], type: 'module' });
    expect(firefox).not.toHaveProperty('minimum_chrome_version');
    expect(chrome).not.toHaveProperty('browser_specific_settings');
  });

  test('shows several pictures beside the page, and opens nothing by itself', () => {
    expect(chrome.side_panel).toEqual({ default_path: 'batch/batch.html' });
    expect(firefox.sidebar_action).toMatchObject({ default_panel: 'batch/batch.html', open_at_install: false });
  });

  test('isolates Chrome’s pages and sends Blobs through messages', () => {
    expect(chrome).toMatchObject({
      message_serialization: 'structured_clone',
      cross_origin_embedder_policy: { value: 'credentialless' },
      cross_origin_opener_policy: { value: 'same-origin' },
    });
    expect(Number(chrome.minimum_chrome_version)).toBeGreaterThanOrEqual(148);
  });

  test('grants hosts only to test copies', () => {
    expect(manifest('chrome', '1.2.3', ['http://localhost/*'])).toMatchObject({
      host_permissions: ['http://localhost/*'],
    });
  });
});
