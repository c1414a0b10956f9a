import { useEffect } from 'react';
import { SettingsPanel } from '../controls/SettingsPanel.tsx';
import { EvidenceView } from '../evidence/EvidenceView.tsx';
import { LabView } from '../lab/LabView.tsx';
import { ClaimOffer } from '../share/ClaimOffer.tsx';
import { FileDrop } from '../share/FileDrop.tsx';
import { GoOnOffers } from '../share/GoOnOffers.tsx';
import { LinkOffer } from '../share/LinkOffer.tsx';
import { useLink } from '../share/linkStore.ts';
import { ShareDialog } from '../share/ShareDialog.tsx';
import { useStore } from '../store.ts';
import { Modal } from '../style/Modal.tsx';
import { AboutView } from './AboutView.tsx';
import { AlarmBar } from './AlarmBar.tsx';
import styles from './App.module.css';
import { Header } from './Header.tsx';
import { KeysHelp } from './KeysHelp.tsx';
import { onKey } from './keys.ts';
import { LiveBar } from './LiveBar.tsx';
import { Messages } from './Messages.tsx';
import { Overview, PanelBox } from './Overview.tsx';
import { PhaseStrip } from './PhaseStrip.tsx';
import { ReplayBar } from './ReplayBar.tsx';
import { RunLine } from './RunLine.tsx';
import { RunSwitch } from './RunSwitch.tsx';
import { StartReport } from './StartReport.tsx';
import { Transport } from './Transport.tsx';

function CurrentView() {
  const view = useStore((store) => store.view);
  switch (view) {
    case 'overview':
      return <Overview />;
    case 'lab':
      return <LabView />;
    case 'about':
      return <AboutView />;
    case 'evidence':
      return <EvidenceView />;
    default:
      return <PanelBox name={view} />;
  }
}

function Dialogs() {
  const dialog = useStore((store) => store.dialog);
  const openDialog = useStore((store) => store.openDialog);
  const close = () => openDialog();
  return (
    <>
      <Modal title="Settings" shape="drawer" open={dialog === 'settings'} onClose={close}>
        <SettingsPanel />
      </Modal>
      <Modal title="Share" shape="dialog" open={dialog === 'share'} onClose={close}>
        <ShareDialog />
      </Modal>
      <Modal title="Keys" shape="dialog" open={dialog === 'keys'} onClose={close}>
        <KeysHelp />
      </Modal>
    </>
  );
}

/** The page. */
export function App() {
  const kind = useStore((store) => store.run.kind);
  const embedded = useLink((link) => link.kept.embed);
  useEffect(() => {
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <div className={styles.page}>
      {embedded ? null : <Header />}
      <section className={styles.bars} aria-label="The run">
        <div className={styles.bar}>
          <Transport />
          <RunLine />
        </div>
        <div className={styles.bar}>
          <PhaseStrip />
          <div className={styles.source}>
            {kind === 'recording' ? <ReplayBar /> : <LiveBar />}
            <RunSwitch />
          </div>
        </div>
        <StartReport />
        <AlarmBar />
      </section>
      <LinkOffer />
      <ClaimOffer />
      <GoOnOffers />
      <main className={styles.main}>
        <CurrentView />
      </main>
      <Dialogs />
      <FileDrop />
      <Messages />
    </div>
  );
}
